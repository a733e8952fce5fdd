public import Model

/// All that is known of one recording: what is judged of it, and what must, may and must not alert.
public struct LabelSheet: Equatable, Sendable {
    /// What is before it is to learn from.
    public var live: Range<Timestamp>
    public var labels: [IncidentLabel]

    public init(live: Range<Timestamp>, _ labels: [IncidentLabel]) {
        self.live = live
        self.labels = labels
    }

    /// A line that is not what it should be.
    public struct BadLine: Error, Equatable, Sendable {
        public var number: Int
        public var text: String
    }

    /// From lines of `id,start_utc,end_utc,kpi,segment,expect,limit_h,tail_h` below a header.
    ///
    /// One says `live`; what says anything but that, `must`, `may` and `quiet` is for people.
    public init(csv: String) throws(BadLine) {
        var live: Range<Timestamp>?
        labels = []
        let lines = csv.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let fields = Self.fields(of: line)
            guard fields.count == 8, let start = Timestamp(fields[1]),
                let end = Timestamp(fields[2]), start < end,
                let limit = Self.hours(fields[6]), let tail = Self.hours(fields[7]),
                let segment = IncidentLabel.Segment(text: fields[4])
            else { throw BadLine(number: index + 1, text: String(line)) }
            if fields[5] == "live" {
                live = start..<end
            } else if let expectation = IncidentLabel.Expectation(rawValue: fields[5]) {
                labels.append(
                    IncidentLabel(
                        fields[0], expectation, fields[3], segment, from: start, to: end,
                        limit: limit, tail: tail))
            }
        }
        guard let live else { throw BadLine(number: lines.count, text: "no line says `live`") }
        self.live = live
    }

    /// By the rules of RFC 4180, less line ends within quotes.
    private static func fields(of line: Substring) -> [String] {
        var (fields, isQuoted) = ([""], false)
        for character in line where character != "\r" {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }

    /// Nothing is none.
    private static func hours(_ text: String) -> Interval? {
        if text.isEmpty { return .zero }
        guard let hours = Double(text), hours >= 0, hours < 1e6 else { return nil }
        return .seconds(Int64((hours * 3_600).rounded()))
    }

    /// Under which name the labels know a KPI: a variant has the name of its KPI, `_` and more.
    /// The longest that fits; its own name where none does.
    public func name(of kpi: String) -> String {
        let fitting = labels.map(\.kpi).filter { kpi == $0 || kpi.hasPrefix($0 + "_") }
        return fitting.max { $0.count < $1.count } ?? kpi
    }

    public var days: Double { (live.upperBound - live.lowerBound).seconds / 86_400 }
}

extension IncidentLabel.Segment {
    /// `*`, `global`, or `carrier=b,region=FR-HDF`.
    init?(text: String) {
        switch text {
        case "*": self = .any
        case "global": self = .whole
        default:
            let pairs = text.split(separator: ",").compactMap { pair -> Labels.Pair? in
                let halves = pair.split(separator: "=", maxSplits: 1)
                return halves.count == 2 ? Labels.Pair(String(halves[0]), String(halves[1])) : nil
            }
            guard !pairs.isEmpty, pairs.count == text.split(separator: ",").count else {
                return nil
            }
            self = .tags(Labels(pairs))
        }
    }
}
