import Foundation
import Glibc

/// A socket that listens on this machine, and has each connection served by a thread of its own.
final class LoopbackListener: Sendable {
    let port: Int
    private let listener: Int32

    init() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0 && listen(listener, 128) == 0)
                getsockname(listener, $0, &length)
            }
            return Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
        self.listener = listener
    }

    func serve(_ connection: @escaping @Sendable (Int32) -> Void) {
        Thread.detachNewThread { [listener] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                Thread.detachNewThread { connection(descriptor) }
            }
            close(listener)
        }
    }

    /// Wakes the thread, which closes the socket: closed here, its number might be another's by the
    /// time that the thread accepts.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}
