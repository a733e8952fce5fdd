import LineProtocol
import Model

// Events that are judged one by one, as they come.
extension Intake {
    /// Asks who watches the series of an event that counts.
    mutating func watch(
        _ watches: Range<Int32>, _ point: ParsedPoint, _ time: Timestamp,
        _ bytes: UnsafeRawBufferPointer, _ program: borrowing Program
    ) {
        for index in watches {
            let watch = router.watches[Int(index)]
            guard let rung = watch.rungs.firstIndex(where: { $0.holds(event) == true }) else {
                continue
            }
            note(watch.watch, rung, point, time, bytes, program)
        }
    }

    private mutating func note(
        _ watch: Int, _ rung: Int, _ point: ParsedPoint, _ time: Timestamp,
        _ bytes: UnsafeRawBufferPointer, _ program: borrowing Program
    ) {
        let stream = program.streams[program.watches[watch].stream]
        let key: SeriesKey
        do throws(LineError) { key = try SeriesKey(of: point, in: bytes) } catch {
            preconditionFailure("a key that was decoded once decodes again")
        }
        occurrences.append(
            Occurrence(
                watch, program.watches[watch], rung: rung, at: time, key.tags, event,
                texts(of: point, stream, bytes), of: stream, hidingBy: program.rules.key))
    }

    private func texts(
        of point: ParsedPoint, _ stream: StreamProgram, _ bytes: UnsafeRawBufferPointer
    ) -> [(field: Int, text: String)] {
        buffer.fields[point.fieldRange].reversed().compactMap { raw in
            let name = Array(bytes[raw.nameRange])
            guard raw.kind == .string, let field = stream.fieldNames.firstIndex(of: name) else {
                return nil
            }
            return (
                field, decodedString(UnsafeRawBufferPointer(rebasing: bytes[raw.textRange]))
            )
        }
    }
}
