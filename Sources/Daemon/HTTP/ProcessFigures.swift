import Glibc

/// What the system says of this process, under the names that Prometheus's own clients use.
///
/// - Source: proc(5), `/proc/self/stat`.
struct ProcessFigures {
    var cpuSeconds = 0.0
    var residentBytes = 0.0
    var startTime = 0.0
    var openDescriptors = 0.0

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
        figures.openDescriptors = Double(descriptors)
        return figures
    }

    private static let bootTime: Double = {
        let line = contents(of: "/proc/stat").split(separator: "\n")
            .first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }()

    private static var descriptors: Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count - 3  // `.`, `..` and the folder itself
    }

    private static func contents(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
