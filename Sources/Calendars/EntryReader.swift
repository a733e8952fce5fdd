import Model

/// Makes entries of the lines between `BEGIN:VEVENT` and `END:VEVENT`.
struct EntryReader {
    let zone: Zone
    private(set) var entries: [HolidayEntry] = []
    private(set) var faults: [Holidays.Fault] = []
    /// The components that are open, outermost first.
    private var open: [String] = []
    private var entry: HolidayEntry?
    private var isCalendar = false

    init(zone: Zone) { self.zone = zone }

    mutating func take(_ line: ContentLine) {
        let component = line.value.uppercased()
        guard isCalendar || line.name == "BEGIN" && component == "VCALENDAR" else {
            if faults.isEmpty { faults.append(.init(line.number, .notACalendar)) }
            return
        }
        isCalendar = true
        switch line.name {
        case "": faults.append(.init(line.number, .notALine(String(line.value.prefix(40)))))
        case "BEGIN":
            open.append(component)
            if component == "VEVENT" { entry = HolidayEntry(line: line.number) }
        case "END":
            if open.last == component { open.removeLast() }
            if component == "VEVENT" { close() }
        default: if open.last == "VEVENT" { read(line) }
        }
    }

    mutating func finish() {
        if !isCalendar, faults.isEmpty { faults.append(.init(1, .notACalendar)) }
        if let entry { faults.append(.init(entry.line, .withoutEnd)) }
    }

    private mutating func close() {
        guard let entry else { return }
        self.entry = nil
        if entry.isCancelled { return }
        guard entry.start != nil else {
            // One that could not be read was said already.
            if !entry.saysStart { faults.append(.init(entry.line, .withoutStart)) }
            return
        }
        if entry.length > Limits.holidayLength {
            faults.append(.init(entry.line, .tooLong))
        } else {
            entries.append(entry)
        }
    }

    private mutating func read(_ line: ContentLine) {
        guard var entry else { return }
        switch line.name {
        case "SUMMARY": entry.title = line.text
        case "STATUS": entry.isCancelled = line.value.uppercased() == "CANCELLED"
        case "DTSTART":
            entry.saysStart = true
            entry.start = moments(line).first
        case "DTEND": entry.end = moments(line).first
        case "DURATION":
            entry.duration = Self.duration(line.value)
            if entry.duration == nil { damaged(line) }
        case "EXDATE": entry.missing.formUnion(moments(line).map(\.day))
        case "RDATE": entry.further += moments(line).map(\.day)
        case "RRULE":
            entry.recurrence = Recurrence(line.value, in: zone)
            if entry.recurrence == nil {
                faults.append(.init(line.number, .unknownRecurrence(String(line.value.prefix(80)))))
            }
        default: break
        }
        self.entry = entry
    }

    private mutating func damaged(_ line: ContentLine) {
        faults.append(
            .init(line.number, .damaged(property: line.name, value: String(line.value.prefix(40)))))
    }

    private mutating func moments(_ line: ContentLine) -> [LocalTime] {
        let written = line.value.split(separator: ",", omittingEmptySubsequences: false)
        let moments = written.compactMap { LocalTime(iCalendar: String($0), in: zone) }
        if moments.count < written.count { damaged(line) }
        return moments
    }

    /// `P3D`, `P1W`, `PT36H`, `P1DT12H30M`.
    private static func duration(_ text: String) -> Interval? {
        let sizes: [UInt8: (seconds: Int64, isOfTime: Bool)] = [
            UInt8(ascii: "W"): (604_800, false), UInt8(ascii: "D"): (86_400, false),
            UInt8(ascii: "H"): (3_600, true), UInt8(ascii: "M"): (60, true),
            UInt8(ascii: "S"): (1, true),
        ]
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
        var (seconds, isOfTime): (Int64, Bool) = (0, false)
        while !rest.isEmpty {
            if rest.first == UInt8(ascii: "T") {
                isOfTime = true
                rest.removeFirst()
            }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest[digits.endIndex...]
            guard digits.count <= 9, let count = Int64(Substring(digits)),
                let size = rest.popFirst().flatMap({ sizes[$0] }), size.isOfTime == isOfTime
            else { return nil }
            seconds += count * size.seconds
        }
        return .seconds(min(seconds, 100_000_000))
    }
}

extension LocalTime {
    /// `20261225`, `20261225T090000`, or with a `Z` in UTC, which is then shown by the clocks of
    /// the zone. What is of another zone is taken as it is written: it is the day that counts.
    init?(iCalendar text: String, in zone: Zone) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count,
                bytes[range].allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0..<4), let month = number(4..<6), let date = number(6..<8),
            year >= Limits.firstHolidayYear, let day = Day(year: year, month: month, day: date)
        else { return nil }
        self.init(day)
        if bytes.count == 8 { return }
        guard bytes[8] == UInt8(ascii: "T"), let hour = number(9..<11),
            let minute = number(11..<13),
            let second = number(13..<15), hour < 24, minute < 60, second < 61
        else { return nil }
        self.init(day, .seconds(Int64(hour * 3_600 + minute * 60 + second)))
        if bytes.count == 16, bytes[15] == UInt8(ascii: "Z") {
            self = zone.local(Zone.utc.timestamp(of: self))
        } else if bytes.count != 15 {
            return nil
        }
    }
}
