import LineProtocol
public import Model

/// Guesses streams from recorded lines, in one pass.
///
/// It counts and compares, and keeps no line: memory is bounded by `Limits`, whatever comes. The
/// lines may be in any order, as far as `late` goes.
///
/// - Complexity: O(bytes); about a microsecond a line.
public struct Guesser {
    /// In the order of first sight.
    public private(set) var streams: [StreamGuess] = []
    public private(set) var linesRead = 0
    /// Points of streams beyond the limit.
    public private(set) var crowdedOut = 0
    /// Lines that are not points.
    public private(set) var unreadable = 0
    /// The first of them.
    public private(set) var complaints: [Complaint] = []
    public private(set) var first: Timestamp?
    public private(set) var last: Timestamp?

    private var places: [String: Int] = [:]
    private var series: [UInt64: Int] = [:]
    private var idRoom = Limits.guessedIDTexts
    private var file = ""
    private var lineOfFile = 0

    /// A line that is no point.
    public struct Complaint: Equatable, Sendable {
        public var file: String
        public var line: Int
        public var reason: String
    }

    public init() {}

    /// What comes now is of this file, from its first line on.
    public mutating func begin(_ file: String) {
        self.file = file
        lineOfFile = 0
    }

    /// Takes whole lines.
    public mutating func add(_ chunk: [UInt8]) {
        let lines = chunk.count { $0 == UInt8(ascii: "\n") }
        let isOpen = chunk.last.map { $0 != UInt8(ascii: "\n") } ?? false
        chunk.withUnsafeBytes { bytes in
            var parser = LineParser(precision: .nanoseconds)
            var buffer = PointBuffer()
            var offset = 0
            while offset < bytes.count {
                buffer.removeAll()
                offset = parser.parse(bytes, from: offset, limit: 256, into: &buffer)
                for point in buffer.points { look(at: point, buffer.fields, in: bytes) }
            }
            unreadable += parser.refused
            for error in parser.errors { complain(error) }
        }
        linesRead += lines + (isOpen ? 1 : 0)
        lineOfFile += lines
    }

    private mutating func complain(_ error: LineError) {
        guard complaints.count < Limits.complaintsPerBatch else { return }
        complaints.append(
            Complaint(file: file, line: lineOfFile + error.line, reason: error.reason))
    }

    private mutating func look(
        at point: ParsedPoint, _ fields: UnsafeBufferPointer<ParsedField>,
        in bytes: UnsafeRawBufferPointer
    ) {
        let hash = hashBytes(UnsafeRawBufferPointer(rebasing: bytes[point.keyRange]))
        guard let place = series[hash] ?? meet(point, hash, in: bytes) else { return }
        var lag = Interval.zero
        if point.time != ParsedPoint.noTime {
            let time = Timestamp(nanoseconds: point.time)
            first = min(first ?? time, time)
            let newest = max(last ?? time, time)
            last = newest
            lag = newest - time
        }
        streams[place].add(
            UnsafeBufferPointer(rebasing: fields[point.fieldRange]), in: bytes,
            series: hash, time: point.time, lag: lag, room: &idRoom)
    }

    /// A series that is not known yet, or no more.
    private mutating func meet(
        _ point: ParsedPoint, _ hash: UInt64, in bytes: UnsafeRawBufferPointer
    ) -> Int? {
        let key: SeriesKey
        do throws(LineError) { key = try SeriesKey(of: point, in: bytes) } catch {
            unreadable += 1
            complain(error)
            return nil
        }
        if places[key.measurement] == nil {
            guard streams.count < Limits.guessedStreams else {
                crowdedOut += 1
                return nil
            }
            places[key.measurement] = streams.count
            streams.append(StreamGuess(key.measurement))
        }
        guard let place = places[key.measurement] else { return nil }
        streams[place].meet(key.tags)
        if series.count < Limits.guessedSeries { series[hash] = place }
        return place
    }
}
