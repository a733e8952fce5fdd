public import Model

/// What is put into the post. Where it goes and how it is signed is the contact's affair, not the
/// notifier's.
public struct Envelope: Equatable, Sendable {
    public enum Method: String, Sendable {
        case post = "POST", put = "PUT", patch = "PATCH"
        /// By SMTP.
        case mail = "MAIL"
    }

    public var method = Method.post
    /// What is put behind the path of the contact's address; empty, or beginning with `/`.
    public var path = ""
    /// What is put behind its query.
    public var query = Labels()
    /// Beside those of the content; of a mail, its own.
    public var headers = Labels()
    public var contentType: String
    public var body: String
    /// The body again as HTML, where the service takes both.
    public var html = ""
    /// How a picture of the KPI goes along; nil: not at all.
    public var enclosure: Enclosure?

    public init(contentType: String, body: String) {
        self.contentType = contentType
        self.body = body
    }

    /// Stands in a body where the contact's secret has to: a notifier never sees it.
    public static let seal = "(the secret of the contact)"

    /// How a picture goes along.
    public enum Enclosure: Equatable, Sendable {
        /// As `multipart/form-data`: the envelope's body in one field, the picture in another,
        /// under a file name.
        case form(body: String, picture: String, name: String)
        /// In the mail, shown in its HTML as `cid:NAME`.
        case inline(name: String)
    }
}

/// What a contact brings to a message beside the notification. Nothing of it is secret.
public struct Correspondence: Equatable, Sendable {
    /// What its settings say, by the names in `ContactTerms`.
    public var options = Labels()
    /// By what the service knows the message in which it was last told of the incident; empty: it
    /// was not, or does not say.
    public var handle = ""
    /// Where one press acknowledges the incident; empty: nowhere.
    public var acknowledgeLink = ""
    /// Where one reads more of it; empty: nowhere.
    public var incidentLink = ""
    /// Where a picture of the KPI is to be had; empty: nowhere.
    public var pictureLink = ""
    /// The message's own name, the same for each try.
    public var delivery = ""

    public init() {}
}

/// What a contact of one type says of itself, as the settings are read by it.
public struct ContactTerms: Sendable {
    public struct Option: Sendable {
        public var name: String
        public var isRequired: Bool
        /// In a few words, for who forgot it.
        public var meaning: String

        public init(_ name: String, isRequired: Bool = false, _ meaning: String) {
            self.name = name
            self.isRequired = isRequired
            self.meaning = meaning
        }
    }

    /// What becomes of the contact's `token_file`.
    public enum Token: Sendable {
        /// There may be one: sent as `Authorization: Bearer`.
        case optionalBearer
        /// The same, and there must be one.
        case bearer
        /// There must be one, and it takes the place of `Envelope.seal` in the body.
        case inBody
        /// The password of `user`, where the server asks who writes.
        case password
    }

    public var options: [Option]
    public var token: Token
    /// Where it is written to if the contact has no `url`; empty: it must have one.
    public var address: String
    /// Beginnings that an address may have.
    public var schemes: [String]
    /// Whether it is told what is not about one incident.
    public var tellsBulletins: Bool

    public init(
        options: [Option] = [], token: Token = .optionalBearer, address: String = "",
        schemes: [String] = ["https", "http"], tellsBulletins: Bool = true
    ) {
        self.options = options
        self.token = token
        self.address = address
        self.schemes = schemes
        self.tellsBulletins = tellsBulletins
    }
}
