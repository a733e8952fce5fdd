import Glibc

/// What the system says of this process, under the names that Prometheus's own clients use.
///
/// - Source: proc(5), `/proc/self/stat`, `/proc/self/net/udp`.
struct ProcessFigures {
    var cpuSeconds = 0.0
    var residentBytes = 0.0
    var startTime = 0.0
    var openDescriptors = 0.0
    var droppedDatagrams = 0.0

    /// Zeros where the system says nothing.
    static func now() -> ProcessFigures {
        var figures = ProcessFigures()
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The name, the second field, may hold spaces: count from behind its closing parenthesis.
        let stat = contents(of: "/proc/self/stat")
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        if fields.count > 22 {
            figures.cpuSeconds = ((Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)) / ticks
            figures.residentBytes = (Double(fields[22]) ?? 0) * Double(getpagesize())
            figures.startTime = bootTime + (Double(fields[20]) ?? 0) / ticks
        }
        let links = descriptors
        figures.openDescriptors = Double(links.count)
        figures.droppedDatagrams = Double(drops(of: Set(links)))
        return figures
    }

    private static let bootTime: Double = {
        let line = contents(of: "/proc/stat").split(separator: "\n")
            .first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }()

    /// What each descriptor is, as in `socket:[1234]`.
    private static var descriptors: [String] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var links: [String] = []
        var target = [CChar](repeating: 0, count: 256)
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let count = readlink("/proc/self/fd/\(name)", &target, target.count)
            guard count > 0, Int32(name) != dirfd(folder) else { continue }
            let bytes = target[..<count].map(UInt8.init(bitPattern:))
            links.append(String(decoding: bytes, as: UTF8.self))
        }
        return links
    }

    /// What the system dropped of datagrams to sockets among these descriptors: nobody else sees
    /// those. The last column of the table is the count, the tenth the socket.
    private static func drops(of links: Set<String>) -> Int {
        ["/proc/self/net/udp", "/proc/self/net/udp6"].reduce(0) { sum, table in
            contents(of: table).split(separator: "\n").reduce(sum) { sum, row in
                let columns = row.split(separator: " ")
                let isOurs = columns.count > 9 && links.contains("socket:[\(columns[9])]")
                return isOurs ? sum + (Int(columns.last ?? "") ?? 0) : sum
            }
        }
    }

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { break }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
