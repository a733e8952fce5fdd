import Glibc
import Host

/// An open file, closed when nobody holds it any longer.
struct FileDescriptor: ~Copyable, Sendable {
    let number: Int32

    /// - Parameter action: what it is opened for, as in "cannot …".
    init(_ path: String, _ flags: Int32, _ action: @autoclosure () -> String) throws(DiskError) {
        number = Int32(retrying { Int(open(path, flags | O_CLOEXEC, 0o600)) })
        if number < 0 { throw .system(action()) }
    }

    deinit { close(number) }

    /// The end of the file. By seeking, since `struct stat` belongs to whichever C module happens
    /// to include it first.
    func size(_ action: @autoclosure () -> String) throws(DiskError) -> Int {
        let end = lseek(number, 0, SEEK_END)
        guard end >= 0, lseek(number, 0, SEEK_SET) == 0 else { throw .system(action()) }
        return Int(end)
    }

    func write(_ bytes: [UInt8], _ action: @autoclosure () -> String) throws(DiskError) {
        try bytes.span.bytes.withUnsafeBytes { (bytes) throws(DiskError) in
            try write([bytes], action())
        }
    }

    /// Writes all the pieces, many a call; an error may leave some of them written.
    func write(_ pieces: [UnsafeRawBufferPointer], _ action: @autoclosure () -> String)
        throws(DiskError)
    {
        var parts = pieces.filter { !$0.isEmpty }.map {
            iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
        }[...]
        while !parts.isEmpty {
            let batch = Array(parts.prefix(Self.partsPerCall))
            let written = retrying { writev(number, batch, Int32(batch.count)) }
            guard written > 0 else { throw .system(action()) }
            Self.drop(written, from: &parts)
        }
    }

    /// `IOV_MAX` of Linux, which no header tells Swift.
    private static let partsPerCall = 1_024

    private static func drop(_ written: Int, from parts: inout ArraySlice<iovec>) {
        var left = written
        while let first = parts.first, left >= first.iov_len {
            left -= first.iov_len
            parts.removeFirst()
        }
        if left > 0 {
            parts[parts.startIndex].iov_base += left
            parts[parts.startIndex].iov_len -= left
        }
    }
}

/// Calls again as long as a signal came between.
func retrying(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

extension DiskError {
    /// What the system's last error means: "cannot append to journal-000001.vj: No space left on
    /// device".
    static func system(_ action: String..., code: Int32 = errno) -> DiskError {
        let kind: Kind =
            switch code {
            case ENOSPC, EDQUOT: .noSpace
            case ENOENT: .missing
            default: .other
            }
        let action = action.joined(separator: " ")
        return DiskError(kind, "cannot \(action): \(String(cString: strerror(code)))")
    }
}
