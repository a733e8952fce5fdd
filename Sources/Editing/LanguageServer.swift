import Language
public import Model
public import PluginKit

/// Answers an editor, message by message.
///
/// Pure but for the disk that it was given. Whatever comes is answered or passed over: an editor
/// that loses its server loses its patience.
///
/// - Source: Language Server Protocol 3.17.
public struct LanguageServer: Sendable {
    /// Where a conversation stands.
    enum Stage { case fresh, ready, shut }

    let registry: Registry
    /// Those that `notify` may name; nil: any.
    let contacts: [String]?
    var desk: Desk
    private(set) var stage = Stage.fresh
    /// nil once the editor said `exit`: with what to end.
    public private(set) var exit: Int32?
    /// Something was typed, and has not been checked.
    private var isStale = false
    private var checked: [EditedProgram]?
    /// What was said last of each file, so that it can be taken back.
    private var told: [String: String] = [:]

    public init(_ registry: Registry, contacts: [String]? = nil, disk: Desk.Disk) {
        self.registry = registry
        self.contacts = contacts
        desk = Desk(disk)
    }

    /// - Returns: what to send, in order.
    public mutating func take(_ message: [UInt8]) -> [JSON] {
        let json: JSON
        do { json = try JSON(reading: message) } catch {
            return [Fault(-32700, "not JSON, at byte \(error.byte)").answer(to: .null)]
        }
        guard case .object = json else {
            return [Fault(-32600, "a message is an object").answer(to: .null)]
        }
        guard let method = json["method"]?.text else {
            // An answer of the editor to something: we ask nothing that needs one.
            return json["id"] == nil ? [Fault(-32600, "no method").answer(to: .null)] : []
        }
        let parameters = json["params"] ?? .null
        guard let id = json["id"] else {
            notice(method, parameters)
            return []
        }
        do throws(Fault) {
            let result = try answer(method, parameters)
            return [["jsonrpc": "2.0", "id": id, "result": result]]
        } catch { return [error.answer(to: id)] }
    }

    // MARK: - Notifications

    private mutating func notice(_ method: String, _ parameters: JSON) {
        if method == "exit" {
            exit = stage == .shut ? 0 : 1
            return
        }
        guard stage == .ready else { return }
        let document = parameters["textDocument"]
        let uri = document?["uri"]?.text
        switch method {
        case "textDocument/didOpen":
            guard let uri, let text = document?["text"]?.text else { return }
            desk.open(uri, text: text, version: document?["version"]?.whole)
        case "textDocument/didChange":
            guard let uri, let changes = parameters["contentChanges"]?.list else { return }
            desk.change(uri, version: document?["version"]?.whole) { text in
                changes.reduce(text) { Self.apply($1, to: $0) }
            }
        case "textDocument/didClose":
            guard let uri else { return }
            desk.close(uri)
        case "textDocument/didSave", "workspace/didChangeWatchedFiles": desk.reread()
        default: return
        }
        isStale = true
        checked = nil
    }

    /// A whole text, or a piece of it by its range.
    private static func apply(_ change: JSON, to text: String) -> String {
        guard let new = change["text"]?.text else { return text }
        guard let range = change["range"] else { return new }
        let map = LineMap(text)
        guard let start = range["start"].flatMap(map.byte), let end = range["end"].flatMap(map.byte)
        else { return text }
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(min(start, end)..<max(start, end), with: new.utf8)
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Requests

    private mutating func answer(_ method: String, _ parameters: JSON) throws(Fault) -> JSON {
        switch (stage, method) {
        case (.fresh, "initialize"): return initialize(parameters)
        case (.fresh, _): throw Fault(-32002, "`initialize` comes first")
        case (.shut, _): throw Fault(-32600, "the conversation is over")
        case (.ready, "initialize"): throw Fault(-32600, "`initialize` came already")
        case (.ready, "shutdown"):
            stage = .shut
            return .null
        default: return try serve(method, parameters)
        }
    }

    private mutating func serve(_ method: String, _ parameters: JSON) throws(Fault) -> JSON {
        switch method {
        case "textDocument/completion": try complete(at: place(parameters))
        case "textDocument/hover": try hover(at: place(parameters))
        case "textDocument/definition": try definition(at: place(parameters))
        case "textDocument/references":
            try references(
                at: place(parameters),
                withDeclaration: parameters["context"]?["includeDeclaration"]?.isTrue ?? true)
        case "textDocument/documentSymbol": try symbols(of: document(parameters))
        case "textDocument/prepareRename": try prepareRename(at: place(parameters))
        case "textDocument/rename":
            try rename(at: place(parameters), to: parameters["newName"]?.text ?? "")
        case "textDocument/formatting": try formatting(of: document(parameters))
        default: throw Fault(-32601, "`\(method)` is not among what this server does")
        }
    }

    private mutating func initialize(_ parameters: JSON) -> JSON {
        stage = .ready
        let folders = parameters["workspaceFolders"]?.list?.compactMap { $0["uri"]?.text } ?? []
        let uris = folders.isEmpty ? [parameters["rootUri"]?.text].compactMap(\.self) : folders
        let asked = parameters["initializationOptions"]?["rules"]?.list?.compactMap(\.text) ?? []
        let roots = asked.isEmpty ? uris.compactMap(Address.path) : asked
        desk.open(roots: roots)
        isStale = true
        return [
            "capabilities": Self.capabilities, "serverInfo": ["name": "vigie"],
        ]
    }

    private static var capabilities: JSON {
        [
            "positionEncoding": "utf-16",
            "textDocumentSync": ["openClose": .bool(true), "change": 2, "save": .bool(true)],
            "completionProvider": ["triggerCharacters": ["\"", "{", " "]],
            "hoverProvider": .bool(true), "definitionProvider": .bool(true),
            "referencesProvider": .bool(true), "documentSymbolProvider": .bool(true),
            "renameProvider": ["prepareProvider": .bool(true)],
            "documentFormattingProvider": .bool(true),
        ]
    }

    // MARK: - The programs

    var programs: [EditedProgram] {
        mutating get {
            if let checked { return checked }
            let made = desk.programs.map { rules in
                EditedProgram(
                    rules, attachments: desk.attachments(of: rules), registry: registry,
                    contacts: contacts)
            }
            checked = made
            return made
        }
    }

    /// Once nothing more waits to be read: what there is to say of the rules as they stand now.
    public mutating func settle() -> [JSON] {
        guard isStale, stage == .ready else { return [] }
        isStale = false
        var said: [String: JSON] = [:]
        for program in programs {
            for (file, source) in program.sources.prefix(program.ruleCount).enumerated() {
                said[source.path] = .array(program.faces(inFile: file, uri: desk.uri))
            }
        }
        var messages: [JSON] = []
        for path in Set(said.keys).union(told.keys).sorted() {
            let diagnostics = said[path] ?? []
            guard told[path, default: "[]"] != diagnostics.line else { continue }
            told[path] = said[path] == nil ? nil : diagnostics.line
            var parameters: [(String, JSON)] = [
                ("uri", .text(desk.uri(of: path))), ("diagnostics", diagnostics),
            ]
            if let version = desk.version(of: path) {
                parameters.append(("version", .integer(Int64(version))))
            }
            messages.append([
                "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
                "params": .object(parameters),
            ])
        }
        return messages
    }
}

extension JSON {
    fileprivate var isTrue: Bool { if case .bool(true) = self { true } else { false } }
}
