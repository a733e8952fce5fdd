public import Model

extension Order: Savable {
    public func save(to writer: inout ByteWriter) {
        switch self {
        case .acknowledge(let acknowledgement):
            writer.write(UInt8(0))
            let told = acknowledgement
            for text in [told.incident, told.by, told.comment, told.link, told.contact] {
                writer.write(text)
            }
        case .silence(let request):
            writer.write(UInt8(1))
            writer.write(request)
        case .expire(let silence, let by):
            writer.write(UInt8(2))
            writer.write(silence)
            writer.write(by)
        case .alerts(let alerts):
            writer.write(UInt8(3))
            writer.write(alerts)
        }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        switch try reader.integer(UInt8.self) {
        case 0:
            let (incident, by) = (try reader.text(), try reader.text())
            self = .acknowledge(
                Acknowledgement(
                    incident: incident, by: by, comment: try reader.text(),
                    link: try reader.text(), contact: try reader.text()))
        case 1: self = .silence(try reader.value())
        case 2: self = .expire(silence: try reader.text(), by: try reader.text())
        case 3: self = .alerts(try reader.values())
        default: throw DamagedBytes("an order that there is not")
        }
    }
}

extension SilenceRequest: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(matchers)
        writer.write(startsAt)
        writer.write(endsAt)
        for text in [by, comment, calendar] { writer.write(text) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let id = try reader.text()
        let matchers: [Matcher] = try reader.values()
        let (start, end) = (try reader.timestamp(), try reader.timestamp())
        self.init(
            id: id, matchers: matchers, startsAt: start, endsAt: end, by: try reader.text(),
            comment: try reader.text(), calendar: try reader.text())
    }
}

extension Silence: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(matchers)
        for time in [startsAt, endsAt, updatedAt] { writer.write(time) }
        for text in [createdBy, comment, calendar] { writer.write(text) }
        writer.write(isQuiet)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        id = try reader.text()
        matchers = try reader.values()
        (startsAt, endsAt) = (try reader.timestamp(), try reader.timestamp())
        updatedAt = try reader.timestamp()
        (createdBy, comment) = (try reader.text(), try reader.text())
        calendar = try reader.text()
        isQuiet = try reader.bool()
    }
}

extension Matcher: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(name)
        writer.write(value)
        writer.write(isRegex)
        writer.write(isEqual)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let (name, value) = (try reader.text(), try reader.text())
        let (isRegex, isEqual) = (try reader.bool(), try reader.bool())
        do throws(PatternFault) {
            try self.init(name, value, isRegex: isRegex, isEqual: isEqual)
        } catch { throw DamagedBytes("a pattern that cannot be read") }
    }
}

extension ReceivedAlert: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(labels)
        writer.write(annotations)
        writer.write(startsAt)
        writer.write(endsAt)
        writer.write(generatorURL)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(
            labels: try Labels(from: &reader), annotations: try Labels(from: &reader),
            startsAt: try reader.optional(), endsAt: try reader.optional(),
            generatorURL: try reader.text())
    }
}
