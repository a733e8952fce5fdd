import Glibc
import Host

/// A file that is written aside, synced and renamed: all of it is there or nothing.
struct WholeFile {
    private let name: String
    private let folder: String

    init(_ name: String, in folder: String) {
        self.name = name
        self.folder = folder
    }

    /// Ends the name of a file that is being written.
    static let aside = ".new"

    func write(_ contents: some FileContents) throws(DiskError) {
        let aside = path + Self.aside
        do throws(DiskError) {
            let file = try FileDescriptor(aside, O_WRONLY | O_CREAT | O_TRUNC, "write \(name)")
            var unsynced = 0
            try contents.write { (piece) throws(DiskError) in
                try file.write([piece], "write \(name)")
                unsynced += piece.count
                guard unsynced >= Self.syncBytes else { return }
                unsynced = 0
                guard fdatasync(file.number) == 0 else { throw .system("write \(name)") }
            }
            guard fsync(file.number) == 0, rename(aside, path) == 0 else {
                throw .system("write \(name)")
            }
        } catch {
            unlink(aside)
            throw error
        }
        try StateFolder.sync(folder)
    }

    /// Synced as it grows, so that a sync of the journal does not find all of a large file before
    /// it in the queue of the disk.
    private static let syncBytes = 16 << 20

    private var path: String { folder + "/" + name }
}
