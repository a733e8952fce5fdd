import Model
public import PluginKit

/// A PNG of what the KPI did before a message: its values, the limit, and since when the incident
/// lasts; nil where the message has no values to show.
///
///     First response time · channel=chat                12m
///       10m ┤                        ░░░░░▄▄▄░░
///        5m ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▄▀▀░░░░░╌╌ limit 3m
///        0s ┤▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▀░░░░░░░░░░
///           09:00       09:20       09:40        10:00 UTC
///
/// White, so that it is read in a dark chat as in a light one. The same notification gives the same
/// bytes, on one machine: letters are those of its fonts.
///
/// - Size: 600 × 200 points, twice as many pixels each way.
/// - Complexity: linear in the values.
public func picture(of notification: PluginKit.Notification) -> [UInt8]? {
    guard let trail = notification.trail, let picture = Picture(notification, trail) else {
        return nil
    }
    return picture.png()
}

/// The parts of a picture and where they are.
private struct Picture {
    private static let size = (width: 600.0, height: 200.0)
    private static let frame = (left: 62.0, top: 40.0, right: 584.0, bottom: 172.0)
    /// Beyond this nobody reads a number, and sums of such may leave the line.
    private static let most = 1e15

    private let notification: PluginKit.Notification
    private let trail: Trail
    private let values: [Double?]
    private let scale: Scale

    /// nil: there is no value to show.
    init?(_ notification: PluginKit.Notification, _ trail: Trail) {
        self.notification = notification
        self.trail = trail
        values = trail.values.suffix(Limits.trailValuesInPicture).map { $0.flatMap(Self.shown) }
        let seen = values.compactMap(\.self)
        guard !seen.isEmpty else { return nil }
        scale = Scale(
            of: seen + [notification.limit.flatMap(Self.shown)].compactMap(\.self),
            notification.unit)
    }

    private static func shown(_ value: Double) -> Double? { abs(value) <= most ? value : nil }

    func png() -> [UInt8]? {
        guard let canvas = Canvas(width: Self.size.width, height: Self.size.height) else {
            return nil
        }
        canvas.fill(0, 0, Self.size.width, Self.size.height, .paper)
        markIncident(on: canvas)
        drawAxes(on: canvas)
        drawValues(on: canvas)
        drawLimit(on: canvas)
        writeTitle(on: canvas)
        return canvas.png()
    }

    private var color: Canvas.Color {
        if notification.kind == .resolved { return .good }
        return switch notification.severity {
        case .info: .notable
        case .warning: .worrying
        case .critical: .bad
        }
    }
}

// MARK: - Places

extension Picture {
    private var span: Interval {
        let steps = Double(max(1, values.count - 1))
        // Whatever a trail says, it ends within what can be told of time.
        return Interval(nanoseconds: Int64(min(Double(trail.step.nanoseconds) * steps, 1e18)))
    }

    private var start: Timestamp { trail.end - span }

    private func x(_ share: Double) -> Double {
        Self.frame.left + min(1, max(0, share)) * (Self.frame.right - Self.frame.left)
    }

    private func x(_ time: Timestamp) -> Double {
        x((time - start).seconds / max(span, .nanoseconds(1)).seconds)
    }

    /// One that is alone is the newest there is.
    private func x(_ index: Int) -> Double {
        values.count == 1 ? x(1.0) : x(Double(index) / Double(values.count - 1))
    }

    private func y(_ value: Double) -> Double {
        Self.frame.bottom - scale.share(value) * (Self.frame.bottom - Self.frame.top)
    }
}

// MARK: - Parts

extension Picture {
    /// From when it opened; what opened before the picture begins fills it.
    private func markIncident(on canvas: Canvas) {
        guard notification.openedAt < trail.end else { return }
        let left = x(notification.openedAt)
        var shade = color
        shade.opacity = 0.13
        canvas.fill(left, Self.frame.top, Self.frame.right, Self.frame.bottom, shade)
        guard notification.openedAt > start else { return }
        shade.opacity = 0.7
        let mark = [(x: left, y: Self.frame.top), (x: left, y: Self.frame.bottom)]
        canvas.line(mark, width: 1, shade)
    }

    private func drawAxes(on canvas: Canvas) {
        let frame = Self.frame
        for tick in scale.ticks {
            let y = y(tick)
            canvas.line([(x: frame.left, y: y), (x: frame.right, y: y)], width: 0.5, .rule)
            let text = notification.unit.text(tick, in: notification.tongue)
            canvas.write(
                canvas.cut(text, to: frame.left - 10, size: 11), at: frame.left - 6, y + 4, .left,
                size: 11, .faint)
        }
        let marks: [(share: Int64, side: Canvas.Side)] = [
            (0, .right), (1, .middle), (2, .middle), (3, .left),
        ]
        for mark in marks {
            let time = start + Interval(nanoseconds: span.nanoseconds / 3 * mark.share)
            let zone = mark.share == 3 ? " UTC" : ""
            canvas.write(
                label(time) + zone, at: x(time), frame.bottom + 17, mark.side,
                size: 11, .faint)
        }
    }

    /// `09:40`; of a picture of minutes `09:40:20`, of one of days `03-09 09:40`.
    private func label(_ time: Timestamp) -> String {
        // 2026-03-09T09:40:20Z
        let text = "\(time.aligned(to: .seconds(1)))"
        let clock = text.dropFirst(11).prefix(span < .minutes(10) ? 8 : 5)
        return span < .days(1) ? String(clock) : "\(text.dropFirst(5).prefix(5)) \(clock)"
    }

    /// Unbroken where there was a value after a value; one that is alone is a dot.
    private func drawValues(on canvas: Canvas) {
        var stretch: [(x: Double, y: Double)] = []
        func end() {
            if stretch.count > 1 { canvas.line(stretch, width: 2, .ink) }
            if stretch.count == 1 { canvas.dot(stretch[0].x, stretch[0].y, radius: 2, .ink) }
            stretch = []
        }
        for (index, value) in values.enumerated() {
            if let value { stretch.append((x(index), y(value))) } else { end() }
        }
        end()
        if let last = values.last.flatMap(\.self) {
            canvas.dot(x(values.count - 1), y(last), radius: 4, color)
        }
    }

    private func drawLimit(on canvas: Canvas) {
        guard let limit = notification.limit.flatMap(Self.shown) else { return }
        let (frame, tongue, y) = (Self.frame, notification.tongue, y(limit))
        canvas.line(
            [(x: frame.left, y: y), (x: frame.right, y: y)], width: 1.5, .bad, dash: 6)
        let word = tongue == .french ? "limite" : "limit"
        // On the side on which there is room.
        let below = y - frame.top < 14
        canvas.write(
            "\(word) \(notification.unit.text(limit, in: tongue))", at: frame.left + 6,
            below ? y + 14 : y - 5, .right, size: 11, .bad)
    }

    private func writeTitle(on canvas: Canvas) {
        let (frame, tongue) = (Self.frame, notification.tongue)
        let value = notification.value.map { notification.unit.text($0, in: tongue) } ?? ""
        let width = canvas.write(value, at: frame.right, 25, .left, size: 17, color, bold: true)
        let group = notification.group.isEmpty ? "" : " · \(notification.group)"
        let title = canvas.cut(
            notification.title + group, to: frame.right - 32 - width, size: 14, bold: true)
        canvas.write(title, at: 16, 24, .right, size: 14, .ink, bold: true)
    }
}

extension Canvas.Color {
    fileprivate static let paper = Self(red: 1, green: 1, blue: 1)
    fileprivate static let ink = Self(red: 0.13, green: 0.22, blue: 0.36)
    fileprivate static let faint = Self(red: 0.36, green: 0.40, blue: 0.46)
    fileprivate static let rule = Self(red: 0.84, green: 0.86, blue: 0.88)
    fileprivate static let good = Self(red: 0.09, green: 0.55, blue: 0.35)
    fileprivate static let notable = Self(red: 0.05, green: 0.47, blue: 0.72)
    fileprivate static let worrying = Self(red: 0.78, green: 0.44, blue: 0.05)
    fileprivate static let bad = Self(red: 0.78, green: 0.12, blue: 0.20)
}
