public import Calendars
import Model

/// What rules ask for beside themselves: time zones, and files of holidays.
///
/// Both come as sources, so that whoever keeps the rules keeps them too and a replay has the same
/// hours: a zone as `zone:Europe/Paris`, in its text form; a file under its path.
public enum Attachment: Hashable, Sendable {
    case zone(String)
    case file(path: String)

    /// What the sources name, in the order of first mention.
    public static func needed(by sources: [SourceText]) -> [Attachment] {
        var seen: Set<Attachment> = []
        return sources.enumerated().filter(\.element.isRules).flatMap { index, source in
            Lexer(source, file: index).attachments(beside: source.path)
        }.filter { seen.insert($0).inserted }
    }
}

extension SourceText {
    /// A time zone as a source.
    public init(_ zone: Zone) { self.init(path: Self.zonePrefix + zone.name, text: zone.text) }

    /// The names of all zones that there are, to suggest from where one is not known.
    public init(zoneNames: [String]) {
        self.init(path: Self.zonePrefix + "*", text: zoneNames.joined(separator: "\n"))
    }

    static let zonePrefix = "zone:"

    /// Whether it is to be read as rules.
    public var isRules: Bool { !path.hasPrefix(Self.zonePrefix) && !path.hasSuffix(".ics") }

    /// The path of a file that is named by one at `path`.
    static func path(of name: String, beside path: String) -> String {
        guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }
}

extension Lexer {
    /// `zone "..."`, `in "..."` and `holidays "...", "..."`.
    fileprivate func attachments(beside path: String) -> [Attachment] {
        var found: [Attachment] = []
        var isList = false
        for (token, next) in zip(tokens, tokens.dropFirst()) {
            let isWord = token.kind == .name
            if isWord { isList = spelling(of: token) == "holidays" }
            if token.kind == .newline { isList = false }
            guard case .text(let text) = next.kind else { continue }
            if isList {
                found.append(.file(path: SourceText.path(of: text, beside: path)))
            } else if token.kind == .in || (isWord && spelling(of: token) == "zone") {
                found.append(.zone(text))
            }
        }
        return found
    }

    private func spelling(of token: Token) -> String {
        String(decoding: bytes[token.range.start..<token.range.end], as: UTF8.self)
    }
}

/// The attachments that came with the rules.
struct Attachments {
    private var zones: [String: Zone] = [:]
    private var zoneNames: [String] = []
    private var files: [String: String] = [:]
    /// Of every source, so that a name can be looked for beside who names it.
    private let paths: [String]

    init(_ sources: [SourceText]) {
        paths = sources.map(\.path)
        for source in sources where !source.isRules {
            guard source.path.hasPrefix(SourceText.zonePrefix) else {
                files[source.path] = source.text
                continue
            }
            let name = String(source.path.dropFirst(SourceText.zonePrefix.count))
            if name == "*" {
                zoneNames = source.text.split(separator: "\n").map(String.init)
            } else {
                zones[name] = try? Zone(name: name, text: source.text)
            }
        }
    }

    func zone(named name: Text) -> (zone: Zone?, diagnostics: [Diagnostic]) {
        if name.value == "UTC" { return (.utc, []) }
        if let zone = zones[name.value] { return (zone, []) }
        let near = suggestion(for: name.value, among: zoneNames)
        return (
            nil,
            [
                Diagnostic(
                    .unknownZone, "there is no time zone `\(name.value)`", at: name.range,
                    "not in the database of time zones",
                    help: near.map { "did you mean `\"\($0)\"`?" }
                        ?? "write a continent and a city, such as `\"Europe/Paris\"`")
            ]
        )
    }

    /// The days of a file of holidays; nil: there is none, or not all of it could be read.
    func holidays(in file: Text, zone: Zone)
        -> (closures: [OpeningCalendar.Closure]?, diagnostics: [Diagnostic])
    {
        let path = SourceText.path(of: file.value, beside: paths[file.range.file])
        guard let text = files[path] else {
            return (
                nil,
                [
                    Diagnostic(
                        .badHolidays, "there is no file `\(path)`", at: file.range,
                        "cannot be read", help: "put the `.ics` file beside the rules")
                ]
            )
        }
        let holidays = Holidays(text, in: zone)
        let faults = holidays.faults.prefix(3).map { fault in
            Diagnostic(
                .badHolidays, "`\(path)`, line \(fault.line): \(fault.reason.words)",
                at: file.range, "not all of it can be read",
                help: "mend that line, or take its entry out")
        }
        guard faults.isEmpty else { return (nil, Array(faults)) }
        return (
            holidays.days.map { OpeningCalendar.Closure($0.day...$0.day, label: $0.title) }, []
        )
    }
}

extension Holidays.Fault.Reason {
    fileprivate var words: String {
        switch self {
        case .notACalendar: "this is no iCalendar file"
        case .notALine(let text): "`\(text.prefix(40))` is no line of such a file"
        case .withoutStart: "an entry without a day"
        case .damaged(let property, let value): "`\(value.prefix(40))` is no value of \(property)"
        case .unknownRecurrence(let rule): "`\(rule.prefix(60))` is not understood"
        case .tooLong: "an entry that lasts more than \(Limits.holidayLength) days"
        case .tooMany: "more than \(Limits.holidays) days in one file"
        case .withoutEnd: "the file ends within an entry"
        }
    }
}
