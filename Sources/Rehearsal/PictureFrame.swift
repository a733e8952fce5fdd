import Calendars
import Model

/// One group's course in a picture.
struct PictureFrame {
    private let course: Course
    private let flags: [Picture.Flag]
    private let limits: [PlotLimit]
    private let span: ClosedRange<Timestamp>
    private let clock: WallClock
    private let scale: ValueScale
    /// Of the drawing, within the frame.
    private let left: Double
    private let right: Double
    private let top = 62.0
    private let bottom = Picture.frameHeight - 34

    private static let letter = 7.0

    init(_ frame: Picture.Frame, of picture: Picture) {
        course = frame.course
        span = picture.span
        clock = picture.clock
        flags = frame.flags.filter {
            $0.from < picture.span.upperBound
                && ($0.to.map { $0 > picture.span.lowerBound } ?? true)
        }
        limits = picture.limits
        scale = ValueScale(frame.course, picture.limits)
        let labels = scale.ticks.map { frame.course.unit.text($0).count }.max() ?? 0
        left = 20 + Self.letter * Double(max(4, labels))
        let names = picture.limits.map { Self.name($0, frame.course.unit).count }.max() ?? 0
        right = Picture.width - 16 - Self.letter * Double(min(names, 26))
    }

    func draw(at y: Double, _ pen: inout Pen) {
        pen.open("g", [("transform", "translate(0 \(short(y)))")])
        drawHead(&pen)
        drawLegend(&pen)
        drawLearning(&pen)
        drawGrid(&pen)
        drawIncidents(&pen)
        drawUsual(&pen)
        drawLimits(&pen)
        drawValue(&pen)
        drawFlags(&pen)
        pen.close("g")
    }

    private func drawHead(_ pen: inout Pen) {
        let group = course.group.isEmpty ? "" : "{\(course.group)}"
        let name = Self.cut(course.kpi + group)
        pen.text("text", name, [("class", "name"), ("x", short(left)), ("y", "20")])
        let days = clock.dayText(span.lowerBound) + " to " + clock.dayText(span.upperBound)
        pen.text(
            "text", "\(days), \(clock.zone.name)", [("x", short(left)), ("y", "38")])
    }

    private static func cut(_ name: String) -> String {
        name.count <= longestName ? name : name.prefix(longestName - 1) + "…"
    }

    private static let longestName = 100

    // MARK: - Places

    private func x(_ time: Timestamp) -> Double {
        let length = (span.upperBound - span.lowerBound).seconds
        let part = (time - span.lowerBound).seconds / max(length, 1e-9)
        return left + min(1, max(0, part)) * (right - left)
    }

    private func y(_ value: Double) -> Double {
        bottom - min(1, max(0, scale.share(value))) * (bottom - top)
    }

    private static func name(_ limit: PlotLimit, _ unit: Unit) -> String {
        "\(limit.name) \(unit.text(limit.value))"
    }

    // MARK: - What stands behind

    private func drawGrid(_ pen: inout Pen) {
        for tick in scale.ticks {
            let y = short(y(tick))
            pen.shape(
                "path", [("class", "grid"), ("d", "M\(short(left)) \(y)H\(short(right))")])
            pen.text(
                "text", course.unit.text(tick),
                [("class", "end"), ("x", short(left - 8)), ("y", short(self.y(tick) + 4))])
        }
        pen.shape(
            "path",
            [("class", "axis"), ("d", "M\(short(left)) \(short(bottom))H\(short(right))")])
        for tick in TimeTicks(span, clock, most: 9) {
            let x = short(x(tick.time))
            pen.shape("path", [("class", "axis"), ("d", "M\(x) \(short(bottom))v5")])
            pen.text(
                "text", tick.label,
                [("class", "middle"), ("x", x), ("y", short(bottom + 19))])
        }
    }

    /// Before anything usual is known.
    private func drawLearning(_ pen: inout Pen) {
        guard let end = learntAt, end > span.lowerBound else { return }
        pen.shape(
            "rect", Self.box("learning", left, top, x(end) - left, bottom - top),
            titled: "learning until \(clock.text(end))")
    }

    private var learntAt: Timestamp? {
        guard !course.usual.isEmpty else { return nil }
        return course.usual.first { $0.centre != nil && $0.scale != nil }?.time ?? span.upperBound
    }

    private func drawIncidents(_ pen: inout Pen) {
        for flag in flags {
            let (from, to) = edges(flag)
            pen.shape(
                "rect",
                Self.box("incident \(flag.severity.name)", from, top, to - from, bottom - top),
                titled: words(flag))
        }
    }

    /// On top of everything, so that a short incident is seen.
    private func drawFlags(_ pen: inout Pen) {
        for flag in flags {
            let (from, to) = edges(flag)
            pen.shape(
                "rect", Self.box("flag \(flag.severity.name)", from, top - 5, to - from, 5),
                titled: words(flag))
        }
    }

    private func edges(_ flag: Picture.Flag) -> (Double, Double) {
        let from = x(flag.from)
        return (from, max(from + 2, x(flag.to ?? span.upperBound)))
    }

    private func words(_ flag: Picture.Flag) -> String {
        let end = flag.to.map { "to \(clock.text($0))" } ?? "and open"
        return "\(flag.alert): \(flag.severity.name) from \(clock.text(flag.from)) \(end)"
    }

    private static func box(
        _ kind: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double
    ) -> Pen.Attributes {
        [
            ("class", kind), ("x", short(x)), ("y", short(y)), ("width", short(max(0, width))),
            ("height", short(height)),
        ]
    }

    // MARK: - Lines

    /// Two standard deviations about the centre.
    private func drawUsual(_ pen: inout Pen) {
        for run in UsualRuns(course, span) {
            var (upper, lower, centre) = ([String](), [String](), [String]())
            for part in run {
                let (from, to) = (short(x(part.from)), short(x(part.to)))
                let (high, low) = (
                    short(y(part.centre + 2 * part.scale)), short(y(part.centre - 2 * part.scale))
                )
                upper += ["\(from) \(high)", "\(to) \(high)"]
                lower += ["\(from) \(low)", "\(to) \(low)"]
                centre += ["\(from) \(short(y(part.centre)))", "\(to) \(short(y(part.centre)))"]
            }
            let around = (upper + lower.reversed()).joined(separator: "L")
            pen.shape("path", [("class", "band"), ("d", "M\(around)Z")])
            pen.shape("path", [("class", "centre"), ("d", "M" + centre.joined(separator: "L"))])
        }
    }

    private func drawLimits(_ pen: inout Pen) {
        var taken: [Double] = []
        for limit in limits.sorted(by: { $0.value > $1.value }) {
            let y = y(limit.value)
            let kind = Severity.allCases.contains { $0.name == limit.name } ? limit.name : "info"
            pen.shape(
                "path",
                [
                    ("class", "limit \(kind)"),
                    ("d", "M\(short(left)) \(short(y))H\(short(right))"),
                ])
            // One below the other, where limits lie close.
            let place = max(y, (taken.last ?? -100) + 13)
            taken.append(place)
            pen.text(
                "text", Self.name(limit, course.unit),
                [("class", "said \(kind)"), ("x", short(right + 6)), ("y", short(place + 4))])
        }
    }

    private func drawValue(_ pen: inout Pen) {
        let path = CoursePath(course, span, columns: Int(right - left))
        for run in path.runs {
            let points = run.map { "\(short(x($0.time))) \(short(y($0.value)))" }
            pen.shape("path", [("class", "value"), ("d", "M" + points.joined(separator: "L"))])
        }
        if path.runs.isEmpty {
            pen.text(
                "text", "no value at all",
                [
                    ("class", "middle"), ("x", short((left + right) / 2)),
                    ("y", short((top + bottom) / 2)),
                ])
        }
    }

    // MARK: - Legend

    private func drawLegend(_ pen: inout Pen) {
        var end = right
        func entry(_ words: String, _ kind: String, isLine: Bool) {
            end -= Self.letter * Double(words.count)
            pen.text("text", words, [("x", short(end)), ("y", "38")])
            end -= 22
            if isLine {
                pen.shape("path", [("class", kind), ("d", "M\(short(end)) 34h16")])
            } else {
                pen.shape("rect", Self.box(kind, end, 28, 16, 11))
            }
            end -= 14
        }
        if let worst = flags.map(\.severity).max() {
            entry("incident", "flag \(worst.name)", isLine: false)
        }
        if let end = learntAt, end > span.lowerBound {
            entry("learning", "learning", isLine: false)
        }
        if let worst = limits.last {
            let kind =
                Severity.allCases.contains { $0.name == worst.name } ? worst.name : "info"
            entry("limit", "limit \(kind)", isLine: true)
        }
        if course.usual.contains(where: { $0.scale != nil }) {
            entry("usual, ±2σ", "band", isLine: false)
        }
        entry("value", "value", isLine: true)
    }
}
