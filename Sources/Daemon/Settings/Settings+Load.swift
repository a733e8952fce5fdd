public import Foundation
import Model
public import PluginKit
import Yams

extension Settings {
    /// Reads a vigie.yaml and the secret files that it names, and lays the command line's word over
    /// it.
    ///
    /// - Errors: all mistakes of the file at once; a caller that runs keeps the settings that it
    ///   has.
    public static func load(
        _ path: String, registry: Registry, overrides: Overrides = Overrides(),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SettingsRefused) -> Settings {
        let text = try text(of: path)
        var settings = try read(text, file: path, registry: registry, environment: environment)
        settings.apply(overrides)
        return settings
    }

    /// Reads the text of a vigie.yaml; `file` is its name in complaints, and its folder is where
    /// relative paths begin.
    static func read(
        _ text: String, file: String, registry: Registry, environment: [String: String] = [:]
    ) throws(SettingsRefused) -> Settings {
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            throw SettingsRefused(faults: [fault(of: error, file: file)])
        }
        guard let root else { return Settings() }
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        var reader = SettingsReader(
            file: file, registry: registry,
            shelf: SecretShelf(folder: folder, credentials: environment["CREDENTIALS_DIRECTORY"]))
        let settings = reader.settings(root)
        guard reader.faults.isEmpty else {
            let faults = reader.faults.sorted {
                ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
            }
            throw SettingsRefused(faults: faults)
        }
        return settings
    }

    private static func text(of path: String) throws(SettingsRefused) -> String {
        let refuse = { (message: String, help: String) in
            SettingsRefused(faults: [SettingsFault(file: path, message: message, help: help)])
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw refuse(
                "the settings cannot be read",
                "`--config` names the file; the user that runs vigie must be able to read it")
        }
        guard bytes.count <= Limits.settingsBytes else {
            throw refuse(
                "the settings are longer than \(ByteSize(Limits.settingsBytes))",
                "`--config` names a vigie.yaml; rules and data have files of their own")
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw refuse("the settings are not UTF-8 text", "save the file as UTF-8")
        }
        return text
    }

    /// What the YAML library complains of, without the lines that it quotes: they may hold an
    /// address.
    private static func fault(of error: any Error, file: String) -> SettingsFault {
        let help = "the file is not YAML as it stands; indent by spaces and quote texts with `:`"
        func fault(_ mark: Mark?, _ message: String) -> SettingsFault {
            SettingsFault(
                file: file, line: mark?.line, column: mark?.column, message: message, help: help)
        }
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return fault(mark, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "`\($0)`" }.joined(separator: ", ")
            return fault(context.mark, "the key \(names) is there twice")
        case .reader(let problem, _, _, _):
            return fault(nil, problem)
        default:
            return fault(nil, "the settings cannot be read as YAML")
        }
    }
}
