/// One mistake in a vigie.yaml, where it stands, and what to do about it.
public struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; nil: the file as a whole.
    public var line: Int?
    public var column: Int?
    public var message: String
    public var help: String

    public init(
        file: String, line: Int? = nil, column: Int? = nil, message: String, help: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.help = help
    }

    public var description: String {
        let place = [line, column].compactMap(\.self).map { ":\($0)" }.joined()
        return "\(file)\(place): \(message)\n  = help: \(help)"
    }
}

/// Why settings were not taken: every mistake there is, in the order of the file.
public struct SettingsRefused: Error, Equatable, Sendable, CustomStringConvertible {
    public var faults: [SettingsFault]

    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
