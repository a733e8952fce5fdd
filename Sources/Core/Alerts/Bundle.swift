import Model
import Plans
import PluginKit

/// Messages for one contact that opened within a short time, and go out as one: of one alert, or of
/// several that belong together.
///
/// Only openings wait. What worsens while it waits takes the whole bundle with it; what is over
/// before it was told is not told at all.
struct Bundle: Equatable {
    struct Letter: Equatable {
        var notification: Notification
        /// The incident's message number.
        var step: Int32
        /// What its KPI looks at.
        var streams: [String]

        /// Whether both are likely to tell of one trouble: no tag says otherwise, and they share
        /// a tag or a stream.
        func belongs(with other: Letter) -> Bool {
            let (ours, theirs) = (notification.group, other.notification.group)
            var isShared = false
            for pair in ours.pairs {
                guard let value = theirs[pair.name] else { continue }
                if value != pair.value { return false }
                isShared = true
            }
            return isShared || streams.contains(where: other.streams.contains)
        }
    }

    var contact: String
    var alert: String
    /// The values of the tags that it is bundled by.
    var key: [String]
    var due: Timestamp
    /// In the order in which they opened.
    var letters: [Letter]

    /// All of it as one message: about the worst of them, and of these the first.
    var whole: Letter {
        let worst = letters.indices.max { left, right in
            let (a, b) = (letters[left].notification, letters[right].notification)
            return (a.severity, right) < (b.severity, left)
        }
        var lead = letters[worst ?? 0]
        lead.notification.companions = letters.indices.filter { $0 != worst ?? 0 }.map {
            Notification.Companion(letters[$0].notification)
        }
        return lead
    }
}

extension [Bundle] {
    /// Takes a message in; gives those that are to go at once.
    mutating func take(
        _ letter: Bundle.Letter, for contact: String, _ plan: MessagePlan.Bundle?,
        at now: Timestamp
    ) -> [Bundle.Letter] {
        let notification = letter.notification
        let waiting = firstIndex { bundle in
            bundle.contact == contact
                && bundle.letters.contains { $0.notification.incident == notification.incident }
        }
        switch (notification.kind, waiting) {
        case (.opened, nil) where plan == nil: return [joined(by: letter, for: contact)]
        case (.occurred, nil) where plan == nil: return [letter]
        case (.opened, nil), (.occurred, nil):
            if let plan { add(letter, for: contact, plan, at: now) }
            return []
        case (.resolved, let place?):
            self[place].letters.removeAll { $0.notification.incident == notification.incident }
            if self[place].letters.isEmpty { remove(at: place) }
            return []
        case (_, let place?):
            var bundle = remove(at: place)
            for index in bundle.letters.indices
            where bundle.letters[index].notification.incident == notification.incident {
                bundle.letters[index] = letter
                bundle.letters[index].notification.kind = .opened
            }
            return [bundle.whole]
        default: return [letter]
        }
    }

    /// What cannot wait takes along what waits and belongs with it.
    private mutating func joined(by letter: Bundle.Letter, for contact: String) -> Bundle.Letter {
        let waiting = firstIndex { bundle in
            bundle.contact == contact && bundle.letters.contains { letter.belongs(with: $0) }
        }
        guard let waiting else { return letter }
        var bundle = remove(at: waiting)
        bundle.letters.append(letter)
        return bundle.whole
    }

    private mutating func add(
        _ letter: Bundle.Letter, for contact: String, _ plan: MessagePlan.Bundle,
        at now: Timestamp
    ) {
        let notification = letter.notification
        let key = plan.by.map { notification.group[$0] ?? "" }
        let due = now + plan.within
        let open = firstIndex { bundle in
            guard bundle.contact == contact else { return false }
            if bundle.alert == notification.alert { return bundle.key == key }
            return bundle.letters.contains { letter.belongs(with: $0) }
        }
        guard let open else {
            return append(
                Bundle(
                    contact: contact, alert: notification.alert, key: key, due: due,
                    letters: [letter]))
        }
        self[open].letters.append(letter)
        // Whoever can wait less takes the others along.
        self[open].due = Swift.min(self[open].due, due)
    }

    var nextDue: Timestamp? { self.map(\.due).min() }

    /// Takes out what has waited long enough.
    mutating func release(at now: Timestamp) -> [Bundle] {
        let due = filter { $0.due <= now }
        if !due.isEmpty { removeAll { $0.due <= now } }
        return due
    }
}

extension Bundle: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(contact)
        writer.write(alert)
        writer.write(key)
        writer.write(due)
        writer.write(UInt32(letters.count))
        for letter in letters {
            writer.write(letter.notification)
            writer.write(letter.step)
            writer.write(letter.streams)
        }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        contact = try reader.text()
        alert = try reader.text()
        key = try reader.values(String.self)
        due = try reader.timestamp()
        letters = []
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            letters.append(
                Letter(
                    notification: try reader.value(), step: try reader.ordinal(),
                    streams: reader.format < 5 ? [] : try reader.values(String.self)))
        }
        guard !letters.isEmpty else { throw DamagedBytes("a bundle of nothing") }
    }
}
