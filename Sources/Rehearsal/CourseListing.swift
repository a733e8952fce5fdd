public import Model

/// Courses in the order of time, as people and programs read them.
public struct CourseListing: Sendable {
    private let courses: [Course]
    private let tags: [String]
    private let hasRanges: Bool
    private let settles: Bool

    private struct Row {
        var course: Course
        var point: Course.Point

        private var bounds: [Double?] {
            [point.range?.lowerBound, point.range?.upperBound].map { end in
                end.flatMap { $0.isFinite ? $0 : nil }
            }
        }

        /// Low and high, as programs read them.
        var ends: [Double?] { bounds.map { $0.map(course.unit.published) } }
        /// As people do.
        var texts: [String] { bounds.map { $0.map(course.unit.text) ?? "-" } }
    }

    /// - Parameters:
    ///   - tags: those of the KPI's `by`.
    ///   - hasRanges: whether to say between what each value lies; an end that is not known is
    ///     empty.
    ///   - settles: whether to say which values are provisional.
    public init(
        _ courses: [Course], by tags: [String], hasRanges: Bool = false, settles: Bool = false
    ) {
        self.settles = settles
        self.hasRanges = hasRanges
        self.courses = courses
        self.tags = tags
    }

    /// Of one time in the order of the groups.
    private var rows: [Row] {
        let all = courses.enumerated().flatMap { index, course in
            course.points.map { (index, Row(course: course, point: $0)) }
        }
        return all.sorted { ($0.1.point.time, $0.0) < ($1.1.point.time, $1.0) }.map(\.1)
    }

    /// A header and a line a value; no value is an empty field.
    ///
    /// - Source: RFC 4180, with LF.
    public var csv: [String] {
        let last = (hasRanges ? ["low", "high"] : []) + (settles ? ["provisional"] : [])
        let header = (["time"] + tags + ["value", "unit", "samples"] + last).map(Self.field)
        return [header.joined(separator: ",")]
            + rows.map { row in
                let unit = row.course.unit
                let fields =
                    [row.point.time.description] + tags.map { row.course.group[$0] ?? "" }
                    + [
                        row.point.value.map { "\(unit.published($0))" } ?? "", unit.symbol,
                        "\(row.point.samples)",
                    ] + (hasRanges ? row.ends.map { $0.map { "\($0)" } ?? "" } : [])
                    + (settles ? ["\(row.point.isProvisional)"] : [])
                return fields.map(Self.field).joined(separator: ",")
            }
    }

    static func field(_ text: String) -> String {
        let isPlain = !text.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// An object a value.
    public var jsonLines: [String] {
        rows.map { row in
            let ends = zip(["low", "high"], row.ends).map { ($0, JSON.optional($1)) }
            let facts: [(String, JSON)] = [
                ("time", .text(row.point.time.description)), ("kpi", .text(row.course.kpi)),
                ("group", row.course.group.json),
                ("value", .optional(row.point.value.map(row.course.unit.published))),
                ("unit", .text(row.course.unit.symbol)),
                ("samples", .integer(Int64(row.point.samples))),
            ]
            let state: [(String, JSON)] =
                settles ? [("provisional", .bool(row.point.isProvisional))] : []
            return JSON.object(facts + (hasRanges ? ends : []) + state).line
        }
    }

    /// Cells for people, the header first.
    public var cells: [[String]] {
        [
            ["TIME", "GROUP", "VALUE", "SAMPLES"] + (hasRanges ? ["LOW", "HIGH"] : [])
                + (settles ? ["SETTLED"] : [])
        ]
            + rows.map { row in
                let group = row.course.group.description
                return [
                    row.point.time.minuteText, group.isEmpty ? "-" : group,
                    row.point.value.map(row.course.unit.text) ?? "no value",
                    Unit.count.text(Double(row.point.samples)),
                ] + (hasRanges ? row.texts : [])
                    + (settles ? [row.point.isProvisional ? "provisional" : "yes"] : [])
            }
    }
}

extension Course {
    /// What of it lies in a stretch of time, with the point that holds at its beginning.
    public func within(_ from: Timestamp?, _ to: Timestamp?) -> Course {
        var part = self
        part.points = points.filter { point in
            (from.map { point.time >= $0 } ?? true) && (to.map { point.time < $0 } ?? true)
        }
        if let from, let before = points.last(where: { $0.time < from }),
            part.points.first?.time != from
        {
            part.points.insert(
                Point(
                    time: from, value: before.value, samples: before.samples,
                    range: before.range, isProvisional: before.isProvisional), at: 0)
        }
        return part
    }

    /// Whether its group has all these tags.
    public func fits(_ wanted: Labels) -> Bool {
        wanted.pairs.allSatisfy { group[$0.name] == $0.value }
    }
}
