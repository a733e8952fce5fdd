import Testing

/// The rules about lists, and the readers that all rules lean on.
@Suite struct ListingTests {
    private let folder = "Sources/Plugins/Functions"

    @Test func pluginsInOrder() {
        let files = functions(list: ["Count", "CSAT", "Mean"])
        #expect(Listings.plugins(in: files).isEmpty)
    }

    @Test func aPluginThatIsNotListed() {
        let found = Listings.plugins(in: functions(list: ["Count", "Mean"]))
        #expect(found.map(\.path) == ["\(folder)/CSAT.swift"])
        #expect(found.first?.line == 2)
    }

    @Test func aListOutOfOrder() {
        let found = Listings.plugins(in: functions(list: ["CSAT", "Count", "Mean"]))
        #expect(found.map(\.path) == ["\(folder)/Builtin.swift"])
        #expect(found.first?.words.contains("`Count` comes before `CSAT`") == true)
    }

    @Test func aPluginInAFileOfAnotherName() {
        let odd = sample("struct Sum: InvertibleFunction {}", at: "\(folder)/Sums.swift")
        let found = Listings.plugins(in: functions(list: ["Count", "CSAT", "Mean", "Sum"]) + [odd])
        #expect(found.map(\.path) == ["\(folder)/Sums.swift"])
    }

    @Test func pluginsWithoutAList() {
        let lone = sample("struct Mean: KPIFunction {}", at: "\(folder)/Mean.swift")
        #expect(Listings.plugins(in: [lone]).count == 1)
        let friend = sample("struct Sketch: Equatable {}", at: "\(folder)/Sketch.swift")
        #expect(Listings.plugins(in: [friend]).isEmpty)
    }

    @Test func limitsThatNobodyKeeps() {
        let limits = sample(
            "enum Limits {\n    static let panes = 4\n    static let series = 9\n}",
            at: "Sources/Model/Limits.swift")
        let use = sample("if count > Limits.series { return }\n// Limits.panes\nLimits.panesMore")
        #expect(Listings.unusedLimits(limits, in: [limits, use]).map(\.line) == [2])
    }

    @Test func stubs() {
        let stub = sample("", at: "Sources/Core/Placeholder.swift")
        #expect(Listings.placeholders(in: [stub, sample("")]).count == 1)
    }

    @Test func roomsOnTheMap() {
        let map = SourceFile("Sources/README.md", "| `Core` | thinks |\n| Languages | |")
        #expect(Listings.unmapped(table(), map: map).map(\.line) == [4, 5])
    }

    @Test func theRoomTable() {
        #expect(
            table().rooms == [
                .init(name: "Core", line: 3, sees: ["Model", "Plans"]),
                .init(name: "Language", line: 4, sees: ["Core"]),
                .init(name: "Inputs", line: 5, sees: ["Model"]),
            ])
    }

    @Test func strangersInTheTable() {
        let found = Walls.doors(table())
        #expect(found.map(\.line) == [4])
        #expect(found.first?.words.contains("Language may not see Core") == true)
    }

    @Test func notesToOneself() {
        let bad = SourceFile("rules/a.vigie", "# \(Leftovers.notes[0]): later\n# fine\n")
        #expect(Leftovers.notes(bad).map(\.line) == [1])
        let good = SourceFile("rules/a.vigie", "# MASTODON \(Leftovers.notes[1])S\n".lowercased())
        #expect(Leftovers.notes(good).isEmpty)
    }

    @Test func pathsOfOneMachine() {
        let bad = SourceFile("a.md", "see \(Leftovers.homes[0])ann/vigie\ncd /srv/ann/vigie\n")
        #expect(Leftovers.machinePaths(bad, root: "/srv/ann/vigie").map(\.line) == [1, 2])
        let good = SourceFile("a.md", "GET /v1\(Leftovers.homes[0])page, /etc/vigie, /tmp/x\n")
        #expect(Leftovers.machinePaths(good, root: "/srv/ann/vigie").isEmpty)
    }

    @Test func alertsOfAPackAreWhole() {
        let good = """
            alert slow on wait {
              owner    "floor"
              runbook  "rules/runbooks/loyalty.md#churn_rate"
              warning  when value > 3m
              summary  "Slow"
            }
            """
        #expect(Packs.incompleteAlerts(SourceFile("rules/a.vigie", good)).isEmpty)
        #expect(Packs.incompleteAlerts(SourceFile("Tests/a.vigie", "alert a on b {\n}")).isEmpty)
        let bad = good.replacing("#churn_rate", with: "#no_such_section")
            .replacing("  owner", with: "  #")
        #expect(Packs.incompleteAlerts(SourceFile("rules/a.vigie", bad)).map(\.line) == [1, 3])
    }

    @Test func codeIsWhatRemains() {
        let text = #"""
            let a = "x // \("y") {" // tail {
            /* { /* } */ { */ let b = 1
            let c = #"a\"#
            let d = """
                { "quoted"
                """; let e = 2
            """#
        let code = SwiftCode(text).lines
        #expect(code.map(\.count) == text.split(separator: "\n").map(\.count))
        #expect(
            code.map { $0.split(separator: " ").joined(separator: " ") } == [
                "let a =", "let b = 1", "let c =", "let d =", "", "; let e = 2",
            ])
    }

    private func functions(list: [String]) -> [SourceFile] {
        let files = ["Count", "CSAT", "Mean"].map {
            sample(
                "// what it is\npublic struct \($0): KPIFunction {}", at: "\(folder)/\($0).swift")
        }
        let lines = list.map { "    .of(\($0).self)," }.joined(separator: "\n")
        return files + [sample("let list = [\n\(lines)\n]", at: "\(folder)/Builtin.swift")]
    }

    private func table() -> RoomTable {
        RoomTable(
            SourceFile(
                "Package.swift",
                """
                // The rooms.
                let rooms: [Target] = [
                    .room("Core", "Model", "Plans"),
                    .room("Language", "Core"),
                    .room(
                        "Inputs", at: "Plugins/Inputs", "Model",
                        packages: .nio),
                    .tests("TidyTests", "Core"),
                ]
                static func room(_ name: String) -> Target { .target(name: name) }
                """))
    }
}
