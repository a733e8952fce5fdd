import Glibc
import Host
import Locks

/// A file that grows at its end: a write is there as a whole or not at all.
///
/// A class, for the thread that syncs it may hold it when the journal has gone on to the next one.
/// The descriptor alone is shared; size and state belong to the one that appends.
final class AppendedFile: @unchecked Sendable {
    let name: String
    private let folder: String
    private let file: FileDescriptor
    private var size: Int
    /// What a failed write left behind is still there and has to go before the next one.
    private var isTorn = false
    /// The folder does not yet surely know the file.
    private let isNew: Monitor<Bool>

    /// - Parameter making: makes the file if there is none, which else is an error.
    init(_ name: String, in folder: String, making: Bool) throws(DiskError) {
        let path = folder + "/" + name
        isNew = Monitor(access(path, F_OK) != 0)
        file = try FileDescriptor(
            path, O_WRONLY | O_APPEND | (making ? O_CREAT : 0), "open \(name)")
        size = try file.size("open \(name)")
        self.name = name
        self.folder = folder
    }

    func append(_ pieces: [UnsafeRawBufferPointer]) throws(DiskError) {
        if isTorn { try truncate(to: size) }
        do throws(DiskError) {
            try file.write(pieces, "append to \(name)")
        } catch {
            isTorn = true
            try? truncate(to: size)  // what cannot be undone now is undone before the next write
            throw error
        }
        size += pieces.reduce(0) { $0 + $1.count }
    }

    func truncate(to size: Int) throws(DiskError) {
        guard ftruncate(file.number, off_t(size)) == 0 else { throw .system("cut \(name)") }
        self.size = size
        isTorn = false
    }

    /// May be called from any thread.
    func sync() throws(DiskError) {
        guard retrying({ Int(fdatasync(file.number)) }) == 0 else {
            throw .system("sync \(name)")
        }
        let folderIsDue = isNew.withLock { isNew in
            defer { isNew = false }
            return isNew
        }
        if folderIsDue { try StateFolder.sync(folder) }
    }
}
