import ArgumentParser
import Daemon
import Foundation
import Model

/// Which vigie that runs is meant, and by what the asker is known.
struct ServerOptions: ParsableArguments {
    @Option(
        help: """
            The address of a vigie that runs; else VIGIE_URL, else http://127.0.0.1:8427.
            """) var url: String?
    @Option(help: "The file with the token; else VIGIE_TOKEN_FILE.") var tokenFile: String?
    @Option(help: "PEM: who may sign its certificate; else VIGIE_CA_FILE.") var caFile: String?

    /// - Parameter path: what is asked for, escaped where it has to be.
    func ask(_ path: String, _ method: String = "GET", _ json: JSON? = nil) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        var base = url ?? environment["VIGIE_URL"] ?? "http://127.0.0.1:8427"
        while base.hasSuffix("/") { base.removeLast() }
        var access = Fetch.Access.ofEnvironment
        access.tokenFile = tokenFile ?? access.tokenFile
        access.caFile = caFile ?? access.caFile
        do {
            return try Fetch.text(of: base + path, method, json: json?.line, by: access)
        } catch { throw refuse(error) }
    }

    func ask<Answer: Decodable>(
        _ path: String, _ method: String = "GET", _ json: JSON? = nil, as type: Answer.Type
    ) throws -> Answer {
        let text = try ask(path, method, json)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return try decoder.decode(type, from: Data(text.utf8)) } catch {
            throw refuse("what came from \(path) is not what this vigie expects of another")
        }
    }
}

/// How a list is printed.
enum ListFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// Who gives an order, where the command does not say.
var userName: String? {
    let name = NSUserName()
    return name.isEmpty ? nil : name
}

/// `channel=chat,team=lille`; empty: there are no tags.
func groupWords(_ group: [String: String]) -> String {
    group.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
}

/// A time of the API as people read it: whole seconds.
func secondText(_ time: String) -> String {
    Timestamp(time).map { "\($0.aligned(to: .seconds(1)))" } ?? time
}

/// A word as a part of a path.
func pathPart(_ text: String) -> String {
    let plain = CharacterSet(charactersIn: "-_.~").union(.alphanumerics)
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
}

/// A moment: RFC 3339, or a length of time from now on, `in 2h`.
struct Moment: ExpressibleByArgument {
    let text: String
    private let later: Interval?

    init?(argument: String) {
        if argument.hasPrefix("in ") {
            guard let later = Interval(argument.dropFirst(3)) else { return nil }
            self.later = later
        } else {
            guard Timestamp(argument) != nil else { return nil }
            later = nil
        }
        text = argument
    }

    func time(from now: Timestamp) -> Timestamp {
        later.map { now + $0 } ?? Timestamp(text) ?? now
    }
}
