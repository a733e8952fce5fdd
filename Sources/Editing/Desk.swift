public import Language

/// What is edited: the files of a folder, and the buffers that are open, which count more.
public struct Desk: Sendable {
    /// How the desk sees the disk. Whoever makes a desk decides what that is.
    public struct Disk: Sendable {
        /// All rule files under a folder, or the file itself.
        public var rules: @Sendable (_ path: String) -> [SourceText]
        /// What rules ask for beside themselves.
        public var attachments: @Sendable (_ rules: [SourceText]) -> [SourceText]

        public init(
            rules: @escaping @Sendable (String) -> [SourceText],
            attachments: @escaping @Sendable ([SourceText]) -> [SourceText] = { _ in [] }
        ) {
            self.rules = rules
            self.attachments = attachments
        }
    }

    private struct Buffer {
        var uri: String
        var text: String
        var version: Int?
    }

    private let disk: Disk
    private var roots: [String] = []
    /// By path.
    private var files: [String: String] = [:]
    private var buffers: [String: Buffer] = [:]

    init(_ disk: Disk) { self.disk = disk }

    mutating func open(roots: [String]) {
        self.roots = roots.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        reread()
    }

    /// Looks at the disk again.
    mutating func reread() {
        files = [:]
        for root in roots {
            for file in disk.rules(root) { files[file.path] = file.text }
        }
    }

    mutating func open(_ uri: String, text: String, version: Int?) {
        buffers[path(of: uri)] = Buffer(uri: uri, text: text, version: version)
    }

    mutating func close(_ uri: String) {
        let path = path(of: uri)
        buffers[path] = nil
        let found = disk.rules(path)
        files[path] = isInside(path) ? found.first { $0.path == path }?.text : nil
    }

    mutating func change(_ uri: String, version: Int?, _ change: (String) -> String) {
        let path = path(of: uri)
        guard var buffer = buffers[path] else { return }
        buffer.text = change(buffer.text)
        buffer.version = version
        buffers[path] = buffer
    }

    func path(of uri: String) -> String { Address.path(of: uri) ?? uri }

    /// As the editor spelled it, if it did.
    func uri(of path: String) -> String { buffers[path]?.uri ?? Address.uri(of: path) }

    func version(of path: String) -> Int? { buffers[path]?.version }

    func text(at path: String) -> String? { buffers[path]?.text ?? files[path] }

    private func isInside(_ path: String) -> Bool {
        roots.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// The programs: that of the folder first, then each open file that lies elsewhere.
    var programs: [[SourceText]] {
        var inside = files
        var alone: [[SourceText]] = []
        for path in buffers.keys.sorted() {
            guard let buffer = buffers[path] else { continue }
            if isInside(path) {
                inside[path] = buffer.text
            } else {
                alone.append([SourceText(path: path, text: buffer.text)])
            }
        }
        let folder = inside.keys.sorted().map { SourceText(path: $0, text: inside[$0] ?? "") }
        return (folder.isEmpty ? [] : [folder]) + alone
    }

    func attachments(of rules: [SourceText]) -> [SourceText] { disk.attachments(rules) }
}
