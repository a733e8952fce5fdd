import Glibc
public import Host

/// Keeps a second daemon out of a state folder for as long as it is held.
///
/// The system lets go of it when the process ends, however it ends; the file `lock` stays, with the
/// last holder's pid. A class, for it is held by being referred to.
public final class StateLock: Sendable {
    private let file: FileDescriptor

    public init(folder: String) throws(DiskError) {
        try StateFolder.check(folder)
        file = try FileDescriptor(folder + "/lock", O_RDWR | O_CREAT, "lock \(folder)")
        guard retrying({ Int(flock(file.number, LOCK_EX | LOCK_NB)) }) == 0 else {
            guard errno == EWOULDBLOCK else { throw .system("lock", folder) }
            let holder = Self.pid(in: file).map { " (process \($0))" } ?? ""
            throw DiskError(.other, "another vigie\(holder) uses \(folder)")
        }
        guard ftruncate(file.number, 0) == 0 else { throw .system("lock", folder) }
        try file.write(Array("\(getpid())\n".utf8), "lock \(folder)")
    }

    private static func pid(in file: borrowing FileDescriptor) -> Int? {
        var text = [UInt8](repeating: 0, count: 20)
        let count = pread(file.number, &text, text.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: text[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }
}
