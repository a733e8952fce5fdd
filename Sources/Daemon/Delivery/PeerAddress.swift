import Glibc

/// The address that a host name came to, and whether it leads back to this machine or its link.
///
/// Addresses of contacts are written by people who may reload the settings and by no others; even
/// so a name may resolve to something else tomorrow, so what is judged is the address at the moment
/// of connecting.
struct PeerAddress: Equatable, CustomStringConvertible {
    /// 4 or 16 bytes, as on the wire.
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads an IPv4 or IPv6 socket address; other families have none.
    init?(_ address: UnsafeRawPointer, family: Int32) {
        switch family {
        case AF_INET:
            let four = address.loadUnaligned(as: sockaddr_in.self).sin_addr
            bytes = withUnsafeBytes(of: four, Array.init)
        case AF_INET6:
            let sixteen = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            bytes = withUnsafeBytes(of: sixteen, Array.init)
        default:
            return nil
        }
    }

    /// Loopback, link-local (where clouds keep their metadata services) or unspecified; also in
    /// IPv6 clothes.
    ///
    /// - Source: RFC 6890; RFC 4291, 2.5 (mapped and compatible addresses); RFC 6052, 2.1 (NAT64).
    var isLocal: Bool {
        if bytes.count == 4 {
            return [0, 127].contains(bytes[0]) || bytes.starts(with: [169, 254])
        }
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return true }
        let prefix = bytes.prefix(12)
        let zeros = [UInt8](repeating: 0, count: 10)
        let isDressed =
            prefix.elementsEqual(zeros + [0, 0]) || prefix.elementsEqual(zeros + [0xFF, 0xFF])
            || prefix.elementsEqual([0, 0x64, 0xFF, 0x9B] + zeros.prefix(8))
        // `::` and `::1` are 0.0.0.0 and 0.0.0.1 in these clothes.
        return isDressed && PeerAddress(bytes: Array(bytes.suffix(4))).isLocal
    }

    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        inet_ntop(family, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}
