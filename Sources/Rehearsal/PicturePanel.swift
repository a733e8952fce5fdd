import Model

/// One group's course in a picture.
struct PicturePanel {
    private let course: Course
    private let marks: [Picture.Mark]
    private let limits: [PlotLimit]
    private let span: ClosedRange<Timestamp>
    private let clock: WallClock
    private let scale: ValueScale
    /// Of the drawing, within the panel.
    private let left: Double
    private let right: Double
    private let top = 46.0
    private let bottom = Picture.panelHeight - 34

    private static let letter = 7.0

    init(_ panel: Picture.Panel, of picture: Picture) {
        course = panel.course
        span = picture.span
        clock = picture.clock
        marks = panel.marks.filter {
            $0.from < picture.span.upperBound
                && ($0.to.map { $0 > picture.span.lowerBound } ?? true)
        }
        limits = picture.limits
        scale = ValueScale(panel.course, picture.limits)
        let labels = scale.ticks.map { panel.course.unit.text($0).count }.max() ?? 0
        left = 20 + Self.letter * Double(max(4, labels))
        let names = picture.limits.map { Self.name($0, panel.course.unit).count }.max() ?? 0
        right = Picture.width - 16 - Self.letter * Double(min(names, 26))
    }

    func draw(at y: Double, _ pen: inout Pen) {
        pen.open("g", [("transform", "translate(0 \(short(y)))")])
        let group = course.group.isEmpty ? "" : "{\(course.group)}"
        pen.text("text", course.kpi + group, [("class", "name"), ("x", short(left)), ("y", "20")])
        drawLegend(&pen)
        drawLearning(&pen)
        drawGrid(&pen)
        drawMarks(&pen)
        drawUsual(&pen)
        drawLimits(&pen)
        drawValue(&pen)
        drawFlags(&pen)
        pen.close("g")
    }

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

    private func drawMarks(_ pen: inout Pen) {
        for mark in marks {
            let (from, to) = edges(mark)
            pen.shape(
                "rect",
                Self.box("incident \(mark.severity.name)", from, top, to - from, bottom - top),
                titled: words(mark))
        }
    }

    /// On top of everything, so that a short incident is seen.
    private func drawFlags(_ pen: inout Pen) {
        for mark in marks {
            let (from, to) = edges(mark)
            pen.shape(
                "rect", Self.box("flag \(mark.severity.name)", from, top - 5, to - from, 5),
                titled: words(mark))
        }
    }

    private func edges(_ mark: Picture.Mark) -> (Double, Double) {
        let from = x(mark.from)
        return (from, max(from + 2, x(mark.to ?? span.upperBound)))
    }

    private func words(_ mark: Picture.Mark) -> String {
        let end = mark.to.map { "to \(clock.text($0))" } ?? "and open"
        return "\(mark.alert): \(mark.severity.name) from \(clock.text(mark.from)) \(end)"
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
            pen.text("text", words, [("x", short(end)), ("y", "20")])
            end -= 22
            if isLine {
                pen.shape("path", [("class", kind), ("d", "M\(short(end)) 16h16")])
            } else {
                pen.shape("rect", Self.box(kind, end, 10, 16, 11))
            }
            end -= 14
        }
        if let worst = marks.map(\.severity).max() {
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
