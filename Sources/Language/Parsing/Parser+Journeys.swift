import Model
import Plans

// Where a KPI stands: stages of the journey, what others reach, what it is to reach.
extension Parser {
    /// stage = "stage" NAME [ "moment" "of" "truth" ]
    mutating func parseStage() throws(Stop) {
        let name = try parseName("the name of the stage")
        let isMoment = take(word: "moment") != nil
        if isMoment {
            let help = "write `stage \(name.text) moment of truth`"
            try need(word: "of", help: help)
            try need(word: "truth", help: help)
        }
        declarations.stages.append(StageDeclaration(name: name, isMomentOfTruth: isMoment))
    }

    /// benchmark = "benchmark" NAME "=" literal [ scale ] "from" TEXT "in" WHOLE
    mutating func parseBenchmark() throws(Stop) {
        var benchmark = BenchmarkDeclaration(name: try parseName("the name of the benchmark"))
        do {
            try need(.assign, "`=`")
            let value = try parseLiteral()
            benchmark.scale = try parseScaleIfAny()
            let help = "write `benchmark \(benchmark.name.text) = 46 points from \"STUDY\" in 2024`"
            try need(word: "from", help: help)
            benchmark.source = try parseText().value
            try need(.in, "`in`", help: help)
            benchmark.year = try parseYear()
            benchmark.value = value
        } catch {
            while !at(.newline), !at(.end) { advance() }
        }
        declarations.benchmarks.append(benchmark)
    }

    private mutating func parseYear() throws(Stop) -> Int {
        guard case .number(let year) = token.kind, year == year.rounded(),
            (1900...2999).contains(year)
        else { throw expected("a year such as `2024`") }
        advance()
        return Int(year)
    }

    /// scale = ( "ease" | "effort" ) NUMBER ".." NUMBER
    private mutating func parseScaleIfAny() throws(Stop) -> BenchmarkDeclaration.Scale? {
        let first = token.range
        for sense in EffortScale.Sense.allCases where take(word: sense.rawValue) != nil {
            let low = try parseSignedNumber("the lowest mark")
            try need(.dots, "`..`", help: "write `\(sense.rawValue) 1..7`")
            let high = try parseSignedNumber("the highest mark")
            guard low < high else {
                report(
                    .badArgument, "a scale goes from its lowest to its highest mark",
                    at: first.through(previous.range), "no scale",
                    help: "write `\(sense.rawValue) 1..7`")
                throw Stop()
            }
            return BenchmarkDeclaration.Scale(
                plan: EffortScale(sense, low, high), range: first.through(previous.range))
        }
        return nil
    }

    /// kano = "kano" ( "basic" | "performance" | "delight" )
    mutating func parseKano() throws(Stop) -> Kano {
        for kano in Kano.allCases where take(word: kano.rawValue) != nil { return kano }
        throw expected("`basic`, `performance` or `delight`")
    }

    /// goal = "goal" sum [ "by" DATE ]
    mutating func parseGoal() throws(Stop) -> Goal {
        depth = 0
        let value = try parseSum()
        let day = take(word: "by") == nil ? nil : try parseDate()
        return Goal(value: value, by: day)
    }
}
