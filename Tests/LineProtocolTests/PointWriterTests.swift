import LineProtocol
import Model
import Testing

/// What is written reads back as what it was.
@Suite struct PointWriterTests {
    @Test func theForms() throws {
        var writer = PointWriter(precision: .seconds)
        try writer.append("m", fields: [("v", .float(1))])
        try writer.append(
            "a b,c=d", tags: Labels([.init("x y", "1,2"), .init("k", "=")]),
            fields: [
                ("f g", .integer(-1)), ("u", .unsigned(.max)), ("t", .bool(true)),
                ("s", .string("say \"a\\b\"\nbye")), ("e", .float(1e300)),
            ], time: Timestamp(nanoseconds: -1))
        #expect(
            writer.bytes.text == #"""
                m v=1.0
                a\ b\,c=d,x\ y=1\,2,k=\= f\ g=-1i,u=18446744073709551615u,t=true,s="say \"a\\b\"
                bye",e=1e+300 -1

                """#)
    }

    @Test func whatCannotBeWritten() {
        var writer = PointWriter()
        let field = [(name: "v", value: PointWriter.Value.float(1))]
        for name in ["", "a\\", "a\nb", "a\tb", "#a", "\u{7F}"] {
            #expect(throws: PointWriter.Unwritable.name(name)) {
                try writer.append(name, fields: field)
            }
        }
        #expect(throws: PointWriter.Unwritable.noFields) { try writer.append("m", fields: []) }
        #expect(throws: PointWriter.Unwritable.number(field: "v")) {
            try writer.append("m", fields: [("w", .bool(true)), ("v", .float(.nan))])
        }
        #expect(writer.bytes.isEmpty)
    }

    @Test func roundTrip() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<2_000 {
            var writer = PointWriter()
            let names = (0..<6).map { _ in name(&random) }
            let tags = Labels(
                zip(names, names.reversed()).prefix(2).enumerated().map {
                    Labels.Pair("\($0.offset)\($0.element.0)", $0.element.1)
                })
            let value = value(&random)
            let time = Timestamp(nanoseconds: Int64(bitPattern: random.next() | 1))
            try writer.append(
                names[4], tags: tags, fields: [(names[5], value), ("z", .bool(false))], time: time)

            let shown =
                switch value {
                case .float(let number): "\(number)"
                case .integer(let number): "\(number)i"
                case .unsigned(let number): "\(number)u"
                case .bool(let truth): "\(truth)"
                case .string(let text): "\"\(text)\""
                }
            let key = tags.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
            let expected =
                "\(names[4]){\(key)} \(names[5])=\(shown) z=false @\(time.nanoseconds)"
            let outcome = parse(writer.bytes)
            #expect(outcome.points == [expected], "\(writer.bytes.text.debugDescription)")
        }
    }

    private static let letters = Array("ab ,=\"\\#é日_0").map(String.init)

    private func name(_ random: inout SplitMix64) -> String {
        var name = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            name += Self.letters.randomElement(using: &random)!
        }
        return "x" + name + "x"
    }

    private func value(_ random: inout SplitMix64) -> PointWriter.Value {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .float(Double.random(in: -1e9...1e9, using: &random))
        case 1: .integer(Int64(bitPattern: random.next()))
        case 2: .unsigned(random.next())
        case 3: .bool(Bool.random(using: &random))
        default: .string(name(&random) + "\n\r\t\\" + name(&random))
        }
    }
}
