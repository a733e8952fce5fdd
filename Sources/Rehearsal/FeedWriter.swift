import LineProtocol
import Model
import Plans

/// Makes the lines of a test's feeds, each with the time at which it arrives.
///
/// The same test and the same draws give the same bytes: noise is drawn from a seed that is made of
/// the test's name and the feed's number.
struct FeedWriter {
    struct Line {
        var arrival: Timestamp
        var bytes: [UInt8]
    }

    let test: TestPlan
    let plan: Plan
    let start: Timestamp
    /// The value of each of the test's draws.
    let draws: [Double]

    /// All lines of all feeds, in the order in which they arrive.
    func lines() -> [Line] {
        let all = test.feeds.enumerated().flatMap { lines(of: $1, number: $0) }
        // Of one time in the order of the feeds.
        return all.enumerated().sorted {
            ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset)
        }.map(\.element)
    }

    private func lines(of feed: FeedPlan, number: Int) -> [Line] {
        guard let stream = plan.stream(feed.stream) else { return [] }
        var hash = StableHash(test.name)
        hash.combine(Int64(number))
        var random = SplitMix64(seed: hash.value)
        var lines: [Line] = []
        let moments = feed.moments
        for moment in 0..<moments {
            let time =
                start + feed.after
                + Interval(nanoseconds: (feed.every ?? .zero).nanoseconds * Int64(moment))
            for each in 0..<feed.times {
                let place = Place(
                    moment: moment, of: moments, event: moment * feed.times + each, feed: number)
                let bytes = line(feed, stream, place, time, &random)
                let line = Line(arrival: time + feed.late, bytes: bytes)
                lines.append(line)
                if feed.isDoubled { lines.append(line) }
            }
        }
        return lines
    }

    /// Where an event stands in its feed.
    private struct Place {
        var moment: Int
        var of: Int
        /// From zero.
        var event: Int
        var feed: Int

        func index(ofStep count: Int) -> Int { min(count - 1, moment * count / max(1, of)) }
        var share: Double { of < 2 ? 0 : Double(moment) / Double(of - 1) }
    }

    private func line(
        _ feed: FeedPlan, _ stream: StreamPlan, _ place: Place, _ time: Timestamp,
        _ random: inout SplitMix64
    ) -> [UInt8] {
        let tags = feed.tags.compactMap { column -> Labels.Pair? in
            let value = text(of: column.course, place)
            // A tag of no value is a tag that is not there.
            return value.isEmpty ? nil : Labels.Pair(column.name, value)
        }
        var fields: [(name: String, value: PointWriter.Value)] = feed.fields.compactMap { column in
            stream.fields.first { $0.name == column.name }.map {
                (column.name, value(of: column.course, $0, place, &random))
            }
        }
        if let id = stream.id, !fields.contains(where: { $0.name == id }) {
            let unit = stream.fields.first { $0.name == id }?.unit
            fields.append((id, Self.identity(place, unit)))
        }
        // A line needs a field, and a stream may have none.
        if fields.isEmpty { fields.append((Self.filler, .integer(1))) }
        var writer = PointWriter()
        do throws(PointWriter.Unwritable) {
            try writer.append(stream.name, tags: Labels(tags), fields: fields, time: time)
        } catch { return [] }
        return writer.bytes
    }

    private static let filler = "n"

    private static func identity(_ place: Place, _ unit: Unit?) -> PointWriter.Value {
        if unit == .text { return .string("feed-\(place.feed + 1)-event-\(place.event + 1)") }
        return .integer(Int64(place.feed) * Int64(Limits.eventsPerTest) + Int64(place.event))
    }

    private func text(of course: CoursePlan, _ place: Place) -> String {
        guard case .texts(let texts) = course.shape else { return "" }
        return replaced(texts[place.index(ofStep: texts.count)], place.event + 1)
    }

    /// `{n}` by the number of the event.
    private func replaced(_ text: String, _ number: Int) -> String {
        guard let slot = text.firstRange(of: "{n}") else { return text }
        return text[..<slot.lowerBound] + "\(number)"
            + replaced(String(text[slot.upperBound...]), number)
    }

    // MARK: - Numbers

    private func value(
        of course: CoursePlan, _ field: FieldPlan, _ place: Place, _ random: inout SplitMix64
    ) -> PointWriter.Value {
        if case .texts = course.shape { return .string(text(of: course, place)) }
        var number = number(of: course.shape, place)
        if let noise = course.noise { number += operand(noise) * Self.normal(&random) }
        number = field.unit.nearest(to: number)
        switch field.unit {
        case .bool: return .bool(number != 0)
        case .count: return .integer(Int64(number))
        default:
            // What a scale such as 0.001 makes of a round number is round again.
            let onWire = (number / field.scale * 1e6).rounded() / 1e6
            return .float(onWire)
        }
    }

    private func number(of shape: CoursePlan.Shape, _ place: Place) -> Double {
        switch shape {
        case .texts: return 0
        case .steps(let steps): return operand(steps[place.index(ofStep: steps.count)])
        case .ramp(let first, let last):
            let start = operand(first)
            return start + (operand(last) - start) * place.share
        case .rising(let first, let step):
            return operand(first) + operand(step) * Double(place.event)
        }
    }

    private func operand(_ operand: CoursePlan.Operand) -> Double {
        switch operand {
        case .number(let value): value
        case .draw(let index): draws[index]
        }
    }

    /// Near enough to a normal distribution of deviation one, and the same on every machine: the
    /// sum of twelve uniform numbers less six.
    private static func normal(_ random: inout SplitMix64) -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double(random.next() >> 11) / 9_007_199_254_740_992
        }
    }
}

extension Unit {
    /// What the unit allows: noise must not make a wait shorter than nothing.
    fileprivate func nearest(to value: Double) -> Double {
        switch self {
        case .count: min(max(0, value.rounded()), 9e15)
        case .duration: max(0, value)
        case .percent: max(0, value)
        case .score(let low, let high): min(max(low, value), high)
        default: value
        }
    }
}
