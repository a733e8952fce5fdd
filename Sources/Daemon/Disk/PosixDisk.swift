import Glibc
public import Host

/// The folder of the state on a real file system.
///
/// What has been appended is brought to stable storage by a thread beside, unless somebody wants to
/// wait; its errors are met by the next append or sync. A large file is written by another.
public struct PosixDisk: Disk {
    public let folder: String
    private var appending: AppendedFile?
    private let syncer = Syncer()
    var replacing: BackgroundWriter?

    /// Opens a folder, and clears away what a crash left half written.
    ///
    /// The caller holds the folder's `StateLock`.
    public init(folder: String) throws(DiskError) {
        self.folder = folder
        try StateFolder.check(folder)
        for name in try list() where name.hasSuffix(WholeFile.aside) { try remove(name) }
    }

    /// Bytes that the file system has left for us; nil where it does not say.
    public var freeBytes: Int? {
        var figures = statvfs()
        guard statvfs(folder, &figures) == 0 else { return nil }
        return Int(figures.f_bavail) * Int(figures.f_frsize)
    }

    public func list() throws(DiskError) -> [String] {
        guard let stream = opendir(folder) else { throw .system("list", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    public func read(_ name: String) throws(DiskError) -> [UInt8] {
        let file = try FileDescriptor(path(name), O_RDONLY, "read \(name)")
        let size = try file.size("read \(name)")
        var failure: DiskError?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
                let got = retrying { Glibc.read(file.number, rest.baseAddress, rest.count) }
                if got < 0 { failure = .system("read \(name)") }
                guard got > 0 else { return }
                count += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    public mutating func append(_ pieces: [UnsafeRawBufferPointer], to name: String)
        throws(DiskError)
    {
        try syncer.throwFailure()
        try file(name, making: true).append(pieces)
    }

    public mutating func truncate(_ name: String, to size: Int) throws(DiskError) {
        try file(name, making: false).truncate(to: size)
    }

    public mutating func sync(_ name: String, wait: Bool) throws(DiskError) {
        try syncer.throwFailure()
        let file = try file(name, making: false)
        if wait { try file.sync() } else { syncer.sync(file) }
    }

    public mutating func replace(_ name: String, with bytes: [UInt8]) throws(DiskError) {
        forget(name)
        try WholeFile(name, in: folder).write(bytes)
    }

    public mutating func remove(_ name: String) throws(DiskError) {
        forget(name)
        if let failure = StateFolder.remove([name], from: folder).first { throw failure }
    }

    private func path(_ name: String) -> String { folder + "/" + name }

    /// The file that is appended to; the last one is kept open.
    private mutating func file(_ name: String, making: Bool) throws(DiskError) -> AppendedFile {
        if let appending, appending.name == name { return appending }
        let file = try AppendedFile(name, in: folder, making: making)
        appending = file
        return file
    }

    /// Lets go of a descriptor that would go on to mean the old file.
    mutating func forget(_ name: String) {
        if appending?.name == name { appending = nil }
    }
}
