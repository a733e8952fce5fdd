import Fixtures
import Model
import Plans
import Testing

@testable import Core

/// A letter is a minute. Verdicts: `!` breach of warning, `#` of critical too, `^` of critical
/// only, `.` calm, `~` neither breach nor recovered, `?` too few samples, `_` no value, `-` nothing
/// to compare with. Sent: `w` `c` opened or escalated to it, `e` eased, `r` resolved, `n` no data.
@Suite struct AlertMachineTests {
    @Test(
        arguments: Table(
            """
            life                                  | for | recover | no data | verdicts   | sent
            quiet stays quiet                     | 0   | 0       | keep    | ......     | ......
            a breach is told at once              | 0   | 0       | keep    | ..!...     | ..wr..
            it can come again                     | 0   | 0       | keep    | !.!.!.     | wrwrwr
            a lasting breach is told once         | 0   | 0       | keep    | .!!!!!     | .w....
            a blip is forgiven                    | 2   | 0       | keep    | .!..!!..   | ........
            a breach that lasts is told           | 2   | 0       | keep    | .!!!..     | ...wr.
            a flap begins anew each time          | 2   | 0       | keep    | !!.!!.!!!  | ........w
            unknowns stop the clock of a breach   | 2   | 0       | keep    | !??!?!     | .....w
            gaps stop it too                      | 2   | 0       | keep    | !__!_!     | .....w
            what cannot be compared stops it too  | 2   | 0       | keep    | !--!-!     | .....w
            unknowns alone ripen nothing          | 2   | 0       | keep    | !!?????    | .......
            too few samples resolve nothing       | 0   | 0       | keep    | !????      | w....
            no value resolves nothing             | 0   | 0       | keep    | !____      | w....
            nothing to compare resolves nothing   | 0   | 0       | keep    | !----      | w....
            calm after a gap resolves             | 0   | 0       | keep    | !__.       | w..r
            a calm that lasts resolves            | 0   | 2       | keep    | !...       | w..r
            a calm that ends early does not     | 0   | 2       | keep    | !..!..!... | w........r
            a flap keeps it going in silence     | 2   | 2       | keep    | !!!.!!.!.. | ..w.......
            a gap stops the clock of a calm       | 0   | 2       | keep    | !._?..     | w....r
            between breach and recovery it stays  | 0   | 1       | keep    | !~~~~..    | w.....r
            the zone between begins the calm anew | 0   | 2       | keep    | !..~...    | w.....r
            straight to critical                  | 0   | 0       | keep    | ..#..      | ..cr.
            it escalates                          | 0   | 0       | keep    | !!##       | w.c.
            it eases                              | 0   | 0       | keep    | ##!!.      | c.e.r
            up and down is one incident           | 0   | 0       | keep    | !#!#!.     | wcecer
            each rung ripens by itself            | 2   | 0       | keep    | !!!##!###  | ..w.....c
            critical alone needs no warning       | 0   | 0       | keep    | ^^.        | c.r
            no data ok resolves                   | 0   | 0       | ok      | !__!       | wr.w
            no data ok ends what was pending      | 2   | 0       | ok      | !!_!!!     | .....w
            no data is told after its time        | 0   | 0       | 2       | .____      | ...n.
            what was never there is not missed    | 0   | 0       | 2       | ....       | ....
            a short gap is forgiven               | 0   | 0       | 2       | .__.__._   | ........
            data again resolves it                | 0   | 0       | 2       | .___..     | ...nr.
            data again in breach goes on          | 0   | 0       | 2       | .___!.     | ...nwr
            a breach falls silent                 | 0   | 0       | 2       | !___.      | w..nr
            back in breach it waits its time      | 2   | 0       | 2       | .___!!!.   | ...n..wr
            too few samples are not no data       | 0   | 0       | 2       | .____?.    | ...n..r
            too few samples break the silence     | 0   | 0       | 2       | ._?_?_?    | .......
            """
        ).rows)
    func lives(_ row: Table.Row) {
        let policy = policy(row)
        var machine = AlertMachine()
        var twin = AlertMachine()
        var sent = ""
        for (minute, letter) in row["verdicts"].enumerated() {
            let now = Timestamp.zero + .minutes(Int64(minute))
            let before = machine
            let step = machine.step(verdict(letter), at: now, under: policy)
            sent += word(step)
            // At rest, the same verdict again says nothing: so it need not be asked.
            if before.isAtRest(under: policy), minute > 0, letter == previous(row, minute) {
                #expect(step == nil, "it was at rest at \(minute)")
            } else {
                _ = twin.step(verdict(letter), at: now, under: policy)
            }
            #expect(twin.state == machine.state, "resting changes something at \(minute)")
        }
        #expect(sent == row["sent"])
    }

    @Test func whatIsCalmNeedsNoMemory() {
        let policy = Policy(lasting: [.warning: .zero], every: .minutes(1))
        var life = AlertLife()
        _ = life.machine.step(.judged([], recovers: true), at: .zero, under: policy)
        #expect(life.isAsNew(under: policy))
    }

    @Test func savedInAnyStateItIsTheSame() throws {
        var random = SplitMix64(seed: 11)
        let policy = Policy(
            lasting: [.warning: .minutes(1), .critical: .minutes(2)], calmLasting: .minutes(2),
            noData: .alarm(.critical, after: .minutes(3)), every: .minutes(1))
        var machine = AlertMachine()
        for minute in 0..<2_000 {
            let letter = "!!#^..~?__-".randomElement(using: &random)!
            let now = Timestamp.zero + .minutes(Int64(minute))
            _ = machine.step(verdict(letter), at: now, under: policy)
            var writer = ByteWriter()
            writer.write(machine)
            var reader = ByteReader(writer.bytes)
            #expect(try AlertMachine(from: &reader) == machine)
            #expect(reader.remaining == 0)
        }
    }

    private func previous(_ row: Table.Row, _ minute: Int) -> Character {
        Array(row["verdicts"])[minute - 1]
    }

    private func policy(_ row: Table.Row) -> Policy {
        let lasting = Interval.minutes(Int64(row["for"])!)
        let noData: NoData =
            switch row["no data"] {
            case "keep": .keep
            case "ok": .ok
            case let minutes: .alarm(.warning, after: .minutes(Int64(minutes)!))
            }
        return Policy(
            lasting: [.warning: lasting, .critical: lasting],
            calmLasting: .minutes(Int64(row["recover"])!), noData: noData, every: .minutes(1))
    }

    private func verdict(_ letter: Character) -> Verdict {
        switch letter {
        case "!": .judged(Severities(.warning), recovers: false)
        case "#": .judged([Severities(.warning), Severities(.critical)], recovers: false)
        case "^": .judged(Severities(.critical), recovers: false)
        case ".": .judged([], recovers: true)
        case "~": .judged([], recovers: false)
        case "-": .judged([], untold: [Severities(.warning), Severities(.critical)], recovers: nil)
        case "?": .tooFewSamples
        default: .noValue
        }
    }

    private func word(_ step: AlertMachine.Step?) -> String {
        guard let step, step.to != .pending else { return "." }
        switch (step.from, step.to) {
        case (.pending, .ok): return "."
        case (_, .ok): return "r"
        case (_, .noData): return "n"
        case (.firing(.critical), .firing(.warning)): return "e"
        case (_, .firing(.critical)): return "c"
        default: return "w"
        }
    }
}
