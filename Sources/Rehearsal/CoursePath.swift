import Model

/// A course as lines to draw: steps from value to value, with a gap where there is none, and no
/// more points than a picture can show.
///
/// Of what lies in one column of pixels the first, the last, the lowest and the highest are kept:
/// the picture is the same as with all of them.
///
/// - Source: Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time Series Data
///   Aggregation", VLDB 7(10), 2014.
struct CoursePath {
    struct Place: Equatable {
        var time: Timestamp
        var value: Double
    }

    private(set) var runs: [[Place]] = []

    init(_ course: Course, _ span: ClosedRange<Timestamp>, columns: Int) {
        var run: [Place] = []
        for place in Self.steps(course, span) {
            if let place {
                run.append(place)
            } else if !run.isEmpty {
                runs.append(run)
                run = []
            }
        }
        if !run.isEmpty { runs.append(run) }
        let column = Interval(
            nanoseconds: max(
                1, (span.upperBound - span.lowerBound).nanoseconds / Int64(max(1, columns))))
        runs = runs.map { Self.thinned($0, column, from: span.lowerBound) }
    }

    /// A value holds until the next: two places each; nil: a gap.
    private static func steps(_ course: Course, _ span: ClosedRange<Timestamp>) -> [Place?] {
        var places: [Place?] = []
        for (index, point) in course.points.enumerated() {
            let next = index + 1 < course.points.count ? course.points[index + 1].time : nil
            let from = max(point.time, span.lowerBound)
            let to = min(next ?? span.upperBound, span.upperBound)
            guard from <= to, point.time <= span.upperBound else { continue }
            guard let value = point.value, value.isFinite else {
                places.append(nil)
                continue
            }
            places.append(Place(time: from, value: value))
            if to > from { places.append(Place(time: to, value: value)) }
        }
        return places
    }

    private static func thinned(_ run: [Place], _ column: Interval, from start: Timestamp)
        -> [Place]
    {
        var kept: [Place] = []
        var first = 0
        while first < run.count {
            let index = (run[first].time - start).nanoseconds / column.nanoseconds
            var end = first + 1
            while end < run.count, (run[end].time - start).nanoseconds / column.nanoseconds == index
            { end += 1 }
            kept += end - first <= 4 ? Array(run[first..<end]) : extremes(run[first..<end])
            first = end
        }
        return kept
    }

    private static func extremes(_ part: ArraySlice<Place>) -> [Place] {
        var (low, high) = (part.startIndex, part.startIndex)
        for index in part.indices {
            if part[index].value < part[low].value { low = index }
            if part[index].value > part[high].value { high = index }
        }
        let kept = Set([part.startIndex, low, high, part.endIndex - 1])
        return kept.sorted().map { part[$0] }
    }
}

/// What was usual, as stretches that follow on each other without a gap.
struct UsualRuns: Sequence {
    struct Part: Equatable {
        var from: Timestamp
        var to: Timestamp
        var centre: Double
        var scale: Double
    }

    private var runs: [[Part]] = []

    init(_ course: Course, _ span: ClosedRange<Timestamp>) {
        var run: [Part] = []
        for (index, usual) in course.usual.enumerated() {
            let next = index + 1 < course.usual.count ? course.usual[index + 1].time : nil
            let from = Swift.max(usual.time, span.lowerBound)
            let to = Swift.min(next ?? span.upperBound, span.upperBound)
            if let centre = usual.centre, let scale = usual.scale, from < to {
                run.append(Part(from: from, to: to, centre: centre, scale: scale))
            } else if !run.isEmpty, from < to {
                runs.append(run)
                run = []
            }
        }
        if !run.isEmpty { runs.append(run) }
    }

    func makeIterator() -> [[Part]].Iterator { runs.makeIterator() }
}
