import Testing

/// The rules of the house, over every file of the project.
///
/// Each finding is an issue of its own that names the place and what to do. `RuleTests` shows
/// what each rule catches and what it lets pass.
@Suite struct TidyTests {
    @Test func linesAreReadAtAGlance() { expectNone(Project.swift.flatMap(Lengths.longLines)) }

    @Test func filesAreReadInASitting() { expectNone(Project.swift.flatMap(Lengths.longFile)) }

    @Test func functionsAreReadWithoutScrolling() {
        expectNone(Project.swift.flatMap(Lengths.longFunctions))
    }

    @Test func namesSaySomething() { expectNone(Project.sources.flatMap(Names.emptyWords)) }

    @Test func noTypeIsNamedAfterAModule() throws {
        let rooms = try rooms()
        expectNone(
            Project.sources.flatMap { Names.typesNamedAfterModules($0, modules: rooms.names) })
    }

    @Test func pureRoomsImportRoomsOnly() throws {
        let rooms = try rooms()
        expectNone(Project.sources.flatMap { Walls.imports($0, rooms: rooms.names) })
    }

    @Test func pureRoomsAskForNothing() { expectNone(Project.sources.flatMap(Walls.calls)) }

    @Test func strangersStayStrangers() throws { expectNone(Walls.doors(try rooms())) }

    @Test func typesAreKept() { expectNone(Project.sources.flatMap(Walls.escapes)) }

    @Test func everyPluginIsListed() { expectNone(Listings.plugins(in: Project.sources)) }

    @Test func everyLimitIsKept() throws {
        let limits = try #require(Project.file("Sources/Model/Limits.swift"))
        expectNone(Listings.unusedLimits(limits, in: Project.sources))
    }

    @Test func stubsAreGone() { expectNone(Listings.placeholders(in: Project.swift)) }

    @Test(.enabled(if: Project.file("Sources/README.md") != nil))
    func everyRoomIsOnTheMap() throws {
        let map = try #require(Project.file("Sources/README.md"))
        expectNone(Listings.unmapped(try rooms(), map: map))
    }

    @Test func packsLeaveNothingOut() { expectNone(Project.files.flatMap(Packs.incompleteAlerts)) }

    @Test func nobodyLeavesNotes() { expectNone(Project.files.flatMap(Leftovers.notes)) }

    @Test func nothingNamesOneMachine() {
        let root = Project.root.path
        expectNone(Project.files.flatMap { Leftovers.machinePaths($0, root: root) })
    }

    private func rooms() throws -> RoomTable {
        RoomTable(try #require(Project.file("Package.swift")))
    }

    private func expectNone(
        _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for finding in findings {
            Issue.record("\(finding)", sourceLocation: sourceLocation)
        }
    }
}
