import Calendars
public import Model

/// A line that a plot draws across: a limit of an alert.
public struct PlotLimit: Equatable, Sendable {
    /// The severity.
    public var name: String
    public var value: Double

    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// The course of a KPI, drawn in block characters: bars from the floor up, limits as lines, what is
/// usual as a shade, times below. Where it is known, a line tells where it was still learnt what is
/// usual, and one where there were incidents: `w` is one of a warning.
///
///       9m ┤                     ▅▅▅▅▅
///          ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▂█████╌╌╌╌╌╌ critical 6m
///       3m ┤╌╌╌╌╌╌╌╌░░░░░░░░▃▇███████╌╌╌╌╌╌ warning 3m
///       0s ┤▁▁▁▁▁▁▁▁▓▓▓▓▓▓▓▓▓▓▓▓██████
/// learning ┤~~~~~~~~
///   alerts ┤                    wccccc
///           ╵               ╵
///           09:00           10:00
///
/// - Complexity: linear in the points and in the cells.
public struct Plot: Sendable {
    public static let standardWidth = 60
    static let height = 9

    private let course: Course
    private let limits: [PlotLimit]
    private let flags: [Picture.Flag]
    private let span: ClosedRange<Timestamp>
    private let clock: WallClock
    private let width: Int
    private let low: Double
    private let high: Double

    /// - Parameters:
    ///   - flags: the incidents of its group.
    ///   - span: what is shown; nil: from the first point to the last.
    public init(
        _ course: Course, limits: [PlotLimit] = [], flags: [Picture.Flag] = [],
        over span: ClosedRange<Timestamp>? = nil, clock: WallClock = .utc,
        width: Int = standardWidth
    ) {
        self.course = course
        self.flags = flags
        self.limits = limits.filter { $0.value.isFinite }
        self.clock = clock
        self.width = max(10, width)
        let first = course.points.first?.time ?? .zero
        let last = course.points.last?.time ?? first
        self.span = span ?? first...max(last, first + .minutes(1))
        let shown = course.points.compactMap(\.value) + self.limits.map(\.value)
        (low, high) = Self.range(of: shown.filter(\.isFinite), course.unit)
    }

    /// From zero where the values are nearer to zero than to each other; else with some room below,
    /// so that the lowest is more than a line on the floor.
    private static func range(of values: [Double], _ unit: Unit) -> (Double, Double) {
        guard let least = values.min(), let most = values.max() else { return (0, 1) }
        var (low, high) = (least, most)
        if low == high { (low, high) = (min(0, low), max(0, high)) }
        if low == high { return (0, 1) }
        if low > 0 { low = low < high / 2 ? 0 : low - (high - low) / 4 }
        if high < 0, high > low / 2 { high = 0 }
        return (low, high)
    }

    /// Lines of text, without an end of line behind the last.
    public var lines: [String] {
        guard course.points.contains(where: { $0.value != nil }) else { return ["no value at all"] }
        let values = (0..<width).map(value(ofColumn:))
        let usual = (0..<width).map(usual(ofColumn:))
        var rows = zip(rowLabels(), 0..<Self.height).map { ($0, cells($1, values, usual)) }
        let learning = learningCells
        if learning.contains("~") { rows.append(("learning", learning)) }
        let settling = settlingCells
        if settling.contains("~") { rows.append(("provisional", settling)) }
        if !flags.isEmpty { rows.append(("alerts", alertCells)) }
        let margin = rows.map(\.0.count).max() ?? 0
        var lines = rows.map { label, cells in
            String(repeating: " ", count: margin - label.count) + label + " ┤" + cells
        }
        lines += axis(indent: margin + 2)
        return lines.map(\.trimmedAtEnd)
    }

    // MARK: - Columns

    private func time(ofColumn column: Int) -> Timestamp {
        let length = Double((span.upperBound - span.lowerBound).nanoseconds)
        return span.lowerBound
            + Interval(nanoseconds: Int64(length * Double(column) / Double(width)))
    }

    /// What holds at the end of a column; of what changes within it, the highest in size is not
    /// shown: the last is what people compare with the table.
    private func value(ofColumn column: Int) -> Double? {
        course.point(at: time(ofColumn: column + 1) - .nanoseconds(1))?.value
    }

    /// Two standard deviations about what is usual there; nil: it is not known.
    private func usual(ofColumn column: Int) -> ClosedRange<Double>? {
        let time = time(ofColumn: column + 1) - .nanoseconds(1)
        guard let usual = course.usual(at: time), let centre = usual.centre,
            let scale = usual.scale
        else { return nil }
        return centre - 2 * scale...centre + 2 * scale
    }

    private var learningCells: String {
        guard !course.usual.isEmpty else { return "" }
        return String(
            (0..<width).map { column in
                let time = time(ofColumn: column + 1) - .nanoseconds(1)
                return course.usual(at: time)?.centre == nil ? "~" : " "
            })
    }

    private var settlingCells: String {
        String(
            (0..<width).map { column in
                let time = time(ofColumn: column + 1) - .nanoseconds(1)
                return course.point(at: time)?.isProvisional == true ? "~" : " "
            })
    }

    /// Of each column the worst, by the first letter of its severity.
    private var alertCells: String {
        String(
            (0..<width).map { column in
                let (from, to) = (time(ofColumn: column), time(ofColumn: column + 1))
                let there = flags.filter { $0.from < to && ($0.to.map { $0 > from } ?? true) }
                return there.map(\.severity).max()?.name.first ?? " "
            })
    }

    // MARK: - Rows, from the top

    private func share(_ value: Double) -> Double { (value - low) / (high - low) }

    /// The row in which a value lies; the floor belongs to the lowest.
    private func row(of value: Double) -> Int {
        let fromFloor = min(Self.height - 1, max(0, Int(share(value) * Double(Self.height))))
        return Self.height - 1 - fromFloor
    }

    /// The value at the middle of a row would be a crooked number: the top row has the highest, the
    /// bottom row the lowest, and rows of limits have those.
    private func rowLabels() -> [String] {
        var labels = Array(repeating: "", count: Self.height)
        for limit in limits { labels[row(of: limit.value)] = course.unit.text(limit.value) }
        labels[0] = course.unit.text(high)
        labels[Self.height - 1] = course.unit.text(low)
        return labels
    }

    private func cells(_ row: Int, _ values: [Double?], _ usual: [ClosedRange<Double>?])
        -> String
    {
        let fromFloor = Self.height - 1 - row
        let here = limits.filter { self.row(of: $0.value) == row }
        let blank: Character = here.isEmpty ? " " : "╌"
        let drawn = String(
            zip(values, usual).map { value, usual in
                let isUsual = usual.map { covers($0, row) } ?? false
                let block = Self.block(value.map(share), fromFloor)
                if isUsual { return block == nil ? "░" : block == "█" ? "▓" : block ?? "░" }
                return block ?? blank
            })
        guard !here.isEmpty else { return drawn }
        let names = here.map { "\($0.name) \(course.unit.text($0.value))" }
        return drawn + "╌ " + names.joined(separator: ", ")
    }

    private func covers(_ usual: ClosedRange<Double>, _ row: Int) -> Bool {
        share(usual.upperBound) >= 0 && share(usual.lowerBound) <= 1
            && (self.row(of: usual.upperBound)...self.row(of: usual.lowerBound)).contains(row)
    }

    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The part of a bar that lies in a row; nil: none.
    private static func block(_ share: Double?, _ fromFloor: Int) -> Character? {
        guard let share else { return nil }
        let eighths = Int((share * Double(height * 8)).rounded()) - fromFloor * 8
        // Even the lowest value leaves a trace, for no value leaves none.
        if eighths <= 0 { return fromFloor == 0 ? blocks[0] : nil }
        return blocks[min(eighths, 8) - 1]
    }

    // MARK: - Axis

    private func axis(indent: Int) -> [String] {
        let ticks = TimeTicks(span, clock, most: width / Self.columnsPerTick)
        var marks = String(repeating: " ", count: indent)
        var labels = marks
        for tick in ticks {
            let column = column(of: tick.time)
            guard column < width else { break }
            pad(&marks, to: indent + column)
            pad(&labels, to: indent + column)
            marks += "╵"
            labels +=
                ticks.isWithinDays ? clock.clockText(tick.time) : clock.dayText(tick.time)
        }
        let day = ticks.isWithinDays ? ", \(clock.dayText(span.lowerBound))" : ""
        return [marks, labels + "  \(clock.zone.name)\(day)"]
    }

    private func column(of time: Timestamp) -> Int {
        let length = Double((span.upperBound - span.lowerBound).nanoseconds)
        return Int(Double((time - span.lowerBound).nanoseconds) / length * Double(width))
    }

    private static let columnsPerTick = 10

    private func pad(_ text: inout String, to count: Int) {
        text += String(repeating: " ", count: max(0, count - text.count))
    }
}

extension String {
    var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
