import LineProtocol
import Model

/// What is known of one measurement so far.
public struct StreamGuess: Sendable {
    public let name: String
    public private(set) var lines = 0
    /// Spellings of series that were met; of a series that was forgotten, again and again.
    public private(set) var series = 0
    var tags: [TagGuess] = []
    var fields: [FieldGuess] = []
    /// Fields beyond what a stream can have.
    private(set) var fieldsLeftOut = 0
    /// How far one came behind the newest event of all streams.
    private(set) var disorder = Interval.zero
    /// The field that stood at each place the last time: senders keep their order.
    private var expected: [Int] = []
    private var ids: [IDGuess] = []

    init(_ name: String) { self.name = name }

    mutating func meet(_ labels: Labels) {
        series += 1
        for pair in labels.pairs {
            if let place = tags.firstIndex(where: { $0.name == pair.name }) {
                tags[place].add(pair.value)
            } else if tags.count < Limits.fieldsPerStream {
                tags.append(TagGuess(pair.name, first: pair.value))
            }
        }
    }

    mutating func add(
        _ fields: UnsafeBufferPointer<ParsedField>, in bytes: UnsafeRawBufferPointer,
        series: UInt64, time: Int64, lag: Interval, room: inout Int
    ) {
        lines += 1
        disorder = max(disorder, lag)
        for (position, raw) in fields.enumerated() {
            guard let place = place(of: raw, at: position, in: bytes) else { continue }
            self.fields[place].add(raw)
            guard raw.kind == .string, let id = self.fields[place].idPlace else { continue }
            let text = hashBytes(UnsafeRawBufferPointer(rebasing: bytes[raw.textRange]))
            ids[id].add(text, series: series, time: time, room: &room)
        }
    }

    private mutating func place(
        of raw: ParsedField, at position: Int, in bytes: UnsafeRawBufferPointer
    ) -> Int? {
        let name = UnsafeRawBufferPointer(rebasing: bytes[raw.nameRange])
        if position < expected.count, fields[expected[position]].isSpelled(name) {
            return expected[position]
        }
        guard let found = fields.firstIndex(where: { $0.isSpelled(name) }) ?? meet(name) else {
            return nil
        }
        if position < expected.count {
            expected[position] = found
        } else if position == expected.count {
            expected.append(found)
        }
        return found
    }

    private mutating func meet(_ name: UnsafeRawBufferPointer) -> Int? {
        guard fields.count < Limits.fieldsPerStream else {
            fieldsLeftOut += 1
            return nil
        }
        var field = FieldGuess(spelled: Array(name))
        if field.words.last == "id" || field.words.last == "uuid", ids.count < Limits.guessedIDs {
            field.idPlace = ids.count
            ids.append(IDGuess())
        }
        fields.append(field)
        return fields.count - 1
    }

    /// The field that makes an event itself: on every line, a text, and never twice in one series
    /// at one time. `id` and the stream's own come first, then what differs most.
    var id: String? {
        func rank(_ field: FieldGuess) -> Int {
            if ["id", "uuid", "event_id"].contains(field.name) { return 2 }
            return field.name == name + "_id" ? 1 : 0
        }
        let fit = fields.filter { field in
            guard let place = field.idPlace, field.kinds == [.text] else { return false }
            return field.lines == lines && ids[place].repeats == 0
        }
        let best = fit.enumerated().max { left, right in
            let (a, b) = (left.element, right.element)
            if rank(a) != rank(b) { return rank(a) < rank(b) }
            let values = [a, b].map { $0.idPlace.map { ids[$0].values } ?? 0 }
            return values[0] != values[1] ? values[0] < values[1] : left.offset > right.offset
        }
        return best?.element.name
    }

    /// How many texts of a field that may be the id were compared.
    func compared(_ field: FieldGuess) -> Int { field.idPlace.map { ids[$0].compared } ?? 0 }
}

/// Whether a text tells events apart.
struct IDGuess: Sendable {
    private var events: Set<UInt64> = []
    private var seen: Set<UInt64> = []
    private(set) var repeats = 0
    private(set) var compared = 0

    /// How many values there are.
    var values: Int { seen.count }

    /// - Parameter room: how many texts may still be remembered.
    mutating func add(_ text: UInt64, series: UInt64, time: Int64, room: inout Int) {
        guard room > 0, repeats == 0 else { return }
        compared += 1
        room -= 1
        // Odd multipliers, so that no two of the three can stand in for one another.
        let event =
            text &* 0x9E37_79B9_7F4A_7C15 ^ series &* 0xC2B2_AE3D_27D4_EB4F
            ^ UInt64(bitPattern: time) &* 0x1656_67B1_9E37_79F9
        guard events.insert(event).inserted else {
            // It is no id, and what was remembered of it serves nobody.
            room += compared
            (repeats, events, seen) = (1, [], [])
            return
        }
        seen.insert(text)
    }
}

/// A tag and the values that it had.
struct TagGuess: Sendable {
    let name: String
    private(set) var values: Set<String> = []
    private(set) var hasMore = false

    init(_ name: String, first value: String) {
        self.name = name
        values = [value]
    }

    mutating func add(_ value: String) {
        guard !values.contains(value) else { return }
        guard values.count < Limits.guessedTagValuesSeen else { return hasMore = true }
        values.insert(value)
    }
}
