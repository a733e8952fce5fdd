/// What a room may not reach for. The compiler keeps the walls between our own rooms; this keeps
/// the world out of the pure ones, and the table in Package.swift honest.
enum Walls {
    /// Rooms that know neither clock, disk, network nor chance.
    static let pure = [
        "Model", "LineProtocol", "Statistics", "Attribution", "PluginKit", "Plugins/Functions",
        "Plugins/Detectors", "Plugins/Notifiers", "Plugins/Redactors", "Evaluation", "Calendars",
        "Plans", "Language",
        "Editing",
        "Core", "Explaining",
        "Inference", "Host", "Simulation", "Rehearsal", "Reporting",
        "Requests", "Fuzzing",
    ].map { "Sources/\($0)" }

    /// Of those, the rooms that may use Foundation: from Host upwards.
    static let mayUseFoundation: Set = ["Sources/Host", "Sources/Simulation"]

    /// What the one room of mathematics may take from the C library, each by its name: no clock and
    /// no file is among them, and nothing that keeps a result for the whole process, as lgamma
    /// does.
    static let mathematics: Set = ["erfc", "exp", "expm1", "log", "log10", "log1p", "pow"]

    /// Neighbours that must not see each other, whatever else changes.
    static let strangers: [(room: String, mayNotSee: Set<String>)] = [
        ("Model", ["PluginKit", "LineProtocol", "Plans", "Core", "Language", "Host", "Daemon"]),
        ("Language", ["Core", "Host", "Daemon", "Simulation", "LineProtocol"]),
        ("Core", ["Language", "Host", "Daemon", "Simulation", "Functions", "Detectors"]),
        ("Host", ["Daemon", "Simulation", "Inputs"]),
        ("Simulation", ["Daemon", "Inputs"]),
        ("Rehearsal", ["Daemon", "Inputs", "Simulation"]),
        ("Reporting", ["Daemon", "Inputs", "Simulation", "Language"]),
        ("Daemon", ["Simulation"]),
        ("Inputs", ["Core", "Host", "Daemon"]),
        ("Notifiers", ["Core", "Daemon"]),
    ]

    /// A pure room may import our rooms and nothing else.
    static func imports(_ file: SourceFile, rooms: Set<String>) -> [Finding] {
        guard let room = pure.first(where: file.isIn) else { return [] }
        return file.code.indices.compactMap { index in
            guard let module = module(in: file.code[index]), !rooms.contains(module) else {
                return nil
            }
            if module == "Foundation" && mayUseFoundation.contains(room) { return nil }
            if room == "Sources/Statistics" && isMathematics(file.code[index]) { return nil }
            return file.finding(
                index,
                "\(room) may not import \(module): pass the value in, or move the file to a "
                    + "room that touches the world")
        }
    }

    /// A pure room may not ask for the time, for chance or for the environment.
    static func calls(_ file: SourceFile) -> [Finding] {
        guard pure.contains(where: file.isIn) else { return [] }
        return bannedCalls.flatMap { pattern, words in file.findings(pattern, words) }
    }

    /// What defeats the type system, and what ends the process, outside tests.
    static func escapes(_ file: SourceFile) -> [Finding] {
        guard file.isIn("Sources") else { return [] }
        return bannedEscapes.flatMap { pattern, words in file.findings(pattern, words) }
    }

    /// A line of Package.swift that lets a room see a stranger.
    static func doors(_ package: RoomTable) -> [Finding] {
        strangers.flatMap { room, mayNotSee in
            package.rooms.filter { $0.name == room }.flatMap { line in
                line.sees.filter(mayNotSee.contains).sorted().map {
                    Finding(
                        path: "Package.swift", line: line.line,
                        words: "\(room) may not see \($0): the map in Sources/README.md says why")
                }
            }
        }
    }

    private static var bannedCalls: [(Regex<Substring>, String)] {
        [
            (/\bDate\(/, "no clock here: the time comes with the event"),
            (
                /\b[A-Z]\w*(?:\(\))?\.now\b|(?:^|[\s(,\[=])\.now\b/,
                "no clock here: the time comes with the event"
            ),
            (
                /\.random\(in:(?!.*using:)|\.(?:shuffled|randomElement)\(\)/,
                "no chance here: draw with `using:` from a generator that is passed in"
            ),
            (/\bUUID\(/, "no chance here: derive the id from what it names"),
            (/\bgetenv\b/, "no environment here: pass the setting in"),
            (
                /^(?!.*func print).*?(?:^|[^.\w])print\((?!.*\bto:)/,
                "no output here: return what is to be said"
            ),
        ]
    }

    private static var bannedEscapes: [(Regex<Substring>, String)] {
        [
            (/\bAny\b/, "no `Any`: name the type, or use a generic"),
            (/\bas!/, "no `as!`: use `as?` and say what else happens"),
            (/\btry!/, "no `try!`: let it throw, or say with `precondition` why it can not"),
            (
                /\bMutex\b/,
                "no `Mutex`: a `Monitor`, of which the thread sanitizer sees that it locks"
            ),
            (
                /\bfatalError\b/,
                "no `fatalError`: throw what the world does, `precondition` what a caller must not"
            ),
        ]
    }

    private static func isMathematics(_ line: String) -> Bool {
        line.wholeMatch(of: /\s*import func Glibc\.(\w+)\s*/).map {
            mathematics.contains(String($0.1))
        }
            ?? false
    }

    private static func module(in line: String) -> String? {
        let pattern =
            #/
            ^\s* (?:@\w+\s+)? (?:(?:public|internal|package|private|fileprivate)\s+)?
            import \s+ (?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)? (\w+)
            /#
        return line.firstMatch(of: pattern).map { String($0.1) }
    }
}
