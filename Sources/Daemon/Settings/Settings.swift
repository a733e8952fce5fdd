public import Core
public import Model
public import Plans

/// What the site says: where things are, how much there may be, and who is told.
///
/// The values here are those of a site that says nothing; `Settings.load` reads a vigie.yaml over
/// them.
public struct Settings: Equatable, Sendable {
    /// Doors by which lines come in; nil: shut.
    public struct Listen: Equatable, Sendable {
        public var http: Endpoint?
        public var tcp: Endpoint?
        public var udp: Endpoint?
        /// Path of a socket.
        public var unix: String?

        public init(
            http: Endpoint? = nil, tcp: Endpoint? = nil, udp: Endpoint? = nil, unix: String? = nil
        ) {
            self.http = http
            self.tcp = tcp
            self.udp = udp
            self.unix = unix
        }
    }

    public struct Journal: Equatable, Sendable {
        public var sync = JournalSync.every(.milliseconds(200))
        public var limit = ByteSize(2 << 30)

        public init() {}
    }

    /// Folders or files of rules.
    public var rules = ["/etc/vigie/rules"]
    /// The folder of the journal and the checkpoints.
    public var state = "/var/lib/vigie"
    public var listen = Listen(http: Endpoint("127.0.0.1", 8427))
    /// Who may do what over HTTP.
    public var http = HTTPTerms()
    /// Where orders are written down; nil: in the log.
    public var audit: String?
    public var journal = Journal()
    public var checkpointEvery = Interval.seconds(30)
    public var bounds = Bounds()
    /// What alerts speak where their file does not say.
    public var language = Tongue.english
    /// Where people and chat services reach the HTTP door, for the links in messages; nil: there
    /// are none.
    public var publicURL: String?
    /// By which ids are hidden; nil: by a key that the state folder keeps.
    public var privacyKey: PrivacyKey?
    /// Who can be told: the part that decisions depend on, and that the journal remembers.
    public var book = ContactBook()
    /// Where the contacts are: the part with secrets, which stays in the courier's hands.
    public var addresses: [String: ContactAddress] = [:]

    public init() {}
}

/// When what was appended to the journal is brought to stable storage.
public enum JournalSync: Equatable, Sendable {
    /// Before the sender is answered.
    case always
    /// In the background; a power cut may lose as much.
    case every(Interval)
}

/// What the command line says instead of the file.
public struct Overrides: Equatable, Sendable {
    /// Empty: as the file says.
    public var rules: [String] = []
    public var state: String?
    public var http: Endpoint?
    public var tcp: Endpoint?
    public var udp: Endpoint?
    public var unix: String?

    public init() {}
}

extension Settings {
    public mutating func apply(_ overrides: Overrides) {
        if !overrides.rules.isEmpty { rules = overrides.rules }
        state = overrides.state ?? state
        listen.http = overrides.http ?? listen.http
        listen.tcp = overrides.tcp ?? listen.tcp
        listen.udp = overrides.udp ?? listen.udp
        listen.unix = overrides.unix ?? listen.unix
    }
}
