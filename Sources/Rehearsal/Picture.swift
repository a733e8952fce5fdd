import Calendars
public import Model

/// The courses of a KPI as a picture for a browser or a document: a frame for each group, one below
/// the other over the same time.
///
///     title              ── value  ▒ usual  ╌ limits  ░ learning  ▌ incident
///     ┤        ╭╮ ▒▒▒▒
///     ┤▒▒▒▒▒▒▒▒││▒▒▒▒▒▒▒▒
///     ┤╌╌╌╌╌╌╌╌┼┼╌╌╌╌╌╌╌╌╌╌╌╌╌ critical 6m
///     ┤────────╯╰─────────
///      09:00        10:00
///
/// - Shape: SVG 1.1 that stands alone: no script, no font, no picture from elsewhere. Colours
///   follow what the reader prefers, light or dark.
/// - Complexity: linear in the points; at most four of them a pixel are drawn.
public struct Picture: Sendable {
    /// An incident as the picture marks it.
    public struct Flag: Equatable, Sendable {
        public var alert: String
        public var severity: Severity
        public var from: Timestamp
        /// nil: it goes on.
        public var to: Timestamp?

        public init(alert: String, severity: Severity, from: Timestamp, to: Timestamp?) {
            self.alert = alert
            self.severity = severity
            self.from = from
            self.to = to
        }
    }

    public struct Frame: Sendable {
        public var course: Course
        public var flags: [Flag]

        public init(_ course: Course, flags: [Flag] = []) {
            self.course = course
            self.flags = flags
        }
    }

    let frames: [Frame]
    let limits: [PlotLimit]
    let span: ClosedRange<Timestamp>
    let clock: WallClock

    static let width = 960.0
    static let frameHeight = 320.0

    /// - Parameter span: what is shown; it has a length.
    public init(
        _ frames: [Frame], limits: [PlotLimit] = [], over span: ClosedRange<Timestamp>,
        clock: WallClock = .utc
    ) {
        self.frames = frames
        self.limits = limits.filter { $0.value.isFinite }
        self.span = span
        self.clock = clock
    }

    /// The whole document.
    public var svg: String {
        let shown = frames.prefix(Limits.pictureFrames)
        let left = frames.count - shown.count
        let foot = left > 0 ? 30.0 : 8
        let height = Self.frameHeight * Double(shown.count) + foot
        var pen = Pen()
        pen.open(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", "0 0 \(short(Self.width)) \(short(height))"),
                ("width", short(Self.width)), ("height", short(height)), ("role", "img"),
            ])
        pen.text("title", title)
        pen.raw("<style>\n\(Self.style)</style>")
        pen.shape("rect", [("class", "ground"), ("width", "100%"), ("height", "100%")])
        for (index, frame) in shown.enumerated() {
            PictureFrame(frame, of: self).draw(at: Self.frameHeight * Double(index), &pen)
        }
        if left > 0 {
            pen.text(
                "text", "and \(left) more groups",
                [("class", "note"), ("x", "16"), ("y", short(height - 12))])
        }
        pen.close("svg")
        return pen.lines.joined(separator: "\n")
    }

    private var title: String {
        let name = frames.first?.course.kpi ?? "nothing"
        return "\(name), \(clock.text(span.lowerBound)) to \(clock.text(span.upperBound)) "
            + "(\(clock.zone.name))"
    }

    private static let style = """
        svg { font: 12px system-ui, sans-serif; --ground: #ffffff; --ink: #1f2328; --soft: #59636e;
          --grid: #e4e8ec; --value: #0969da; --usual: #0969da; --info: #59636e;
          --warning: #bf8700; --critical: #d1242f; }
        @media (prefers-color-scheme: dark) { svg { --ground: #0d1117; --ink: #e6edf3;
          --soft: #9198a1; --grid: #262c36; --value: #58a6ff; --usual: #58a6ff; --info: #9198a1;
          --warning: #d29922; --critical: #ff6a69; } }
        text { fill: var(--soft); } .name { fill: var(--ink); font-size: 14px; font-weight: 600; }
        .ground { fill: var(--ground); } .grid { stroke: var(--grid); fill: none; }
        .axis { stroke: var(--soft); fill: none; } .end { text-anchor: end; }
        .middle { text-anchor: middle; }
        .value { stroke: var(--value); stroke-width: 1.5; stroke-linejoin: round; fill: none; }
        .band { fill: var(--usual); fill-opacity: 0.14; }
        .centre { stroke: var(--usual); stroke-opacity: 0.55; stroke-dasharray: 2 3; fill: none; }
        .learning { fill: var(--soft); fill-opacity: 0.09; }
        .info { --of: var(--info); } .warning { --of: var(--warning); }
        .critical { --of: var(--critical); }
        .limit { stroke: var(--of); stroke-width: 1.2; stroke-dasharray: 6 4; }
        .said { fill: var(--of); } .incident { fill: var(--of); fill-opacity: 0.16; }
        .flag { fill: var(--of); }

        """
}

/// A length or a place, to a tenth of a pixel.
func short(_ number: Double) -> String {
    let tenths = Int64((min(max(number, -1e9), 1e9) * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
}

/// Writes elements, a line each.
struct Pen {
    private(set) var lines: [String] = []

    typealias Attributes = [(String, String)]

    mutating func open(_ name: String, _ attributes: Attributes = []) {
        lines.append("<\(name)\(Self.written(attributes))>")
    }

    mutating func close(_ name: String) { lines.append("</\(name)>") }

    mutating func shape(_ name: String, _ attributes: Attributes, titled title: String? = nil) {
        let within = title.map { "><title>\(Self.escaped($0))</title></\(name)>" } ?? "/>"
        lines.append("<\(name)\(Self.written(attributes))\(within)")
    }

    mutating func text(_ name: String, _ text: String, _ attributes: Attributes = []) {
        lines.append("<\(name)\(Self.written(attributes))>\(Self.escaped(text))</\(name)>")
    }

    mutating func raw(_ text: String) { lines.append(text) }

    private static func written(_ attributes: Attributes) -> String {
        attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }

    /// Names of groups come from the wire. What XML has no sign for is left out.
    private static func escaped(_ text: String) -> String {
        var written = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": written.append(contentsOf: "&amp;".unicodeScalars)
            case "<": written.append(contentsOf: "&lt;".unicodeScalars)
            case ">": written.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": written.append(contentsOf: "&quot;".unicodeScalars)
            case "\n", "\t": written.append(" ")
            case _ where scalar.value < 32 || scalar.value & 0xFFFE == 0xFFFE: continue
            default: written.append(scalar)
            }
        }
        return String(written)
    }
}
