import Testing

/// Each rule on a sample that it must catch and on one that it must let pass.
@Suite struct RuleTests {
    @Test func longLines() {
        let bad = sample("let a = 1\nlet b = \(String(repeating: "1", count: 93))\n")
        #expect(lines(Lengths.longLines(bad)) == [2])
        let good = sample("let b = \(String(repeating: "1", count: 92))\n")
        #expect(Lengths.longLines(good).isEmpty)
    }

    @Test func longFiles() {
        let line = "let a = 1\n"
        #expect(Lengths.longFile(sample(String(repeating: line, count: 401))).count == 1)
        #expect(Lengths.longFile(sample(String(repeating: line, count: 400))).isEmpty)
    }

    @Test func longFunctions() {
        let step = String(repeating: "        step()\n", count: 59)
        let bad = sample("struct S {\n    func f(\n        a: [Int]\n    ) {\n\(step)    }\n}\n")
        #expect(lines(Lengths.longFunctions(bad)) == [2])
        let good = sample("struct S {\n    func f() {\n\(step.dropFirst(15))    }\n}\n")
        #expect(Lengths.longFunctions(good).isEmpty)
    }

    @Test func functionsWithoutABody() {
        let file = sample(
            """
            protocol P {
                func f(a: Int) -> Int
                init(b: Int)
                mutating func g()
                    throws
            }
            struct S {
                init?(c: Int = 3) { return nil }
                func h<T>(d: T)
                    -> Int
                where T: P {
                    let again = S.init(c: 1)
                    return 1
                }
                subscript(e: Int) -> Int {
                    e
                }
            }
            """)
        #expect(Functions(file).bodies == [7..<8, 8..<14, 14..<17])
    }

    @Test(arguments: [
        "struct RuleManager {}", "final class MyRule {}", "enum UserData { case a }",
        "actor HTTPHandler {}", "public protocol RuleBase {}", "typealias RuleInfo = Int",
    ])
    func emptyNames(_ bad: String) { #expect(Names.emptyWords(sample(bad)).count == 1) }

    @Test(arguments: [
        "struct Database {}", "enum Basement {}", "struct Mystery {}", "// struct DataManager",
        "let text = \"class Helper\"", "struct Commons {}", "func handlerInfo() {}",
        "enum NoData {}",
    ])
    func namesThatSaySomething(_ good: String) {
        #expect(Names.emptyWords(sample(good)).isEmpty)
    }

    @Test func handlersWhereTheLibraryWantsThem() {
        let text = "final class LineHandler: ChannelInboundHandler {}"
        #expect(Names.emptyWords(sample(text, at: "Sources/Plugins/Inputs/A.swift")).isEmpty)
        #expect(Names.emptyWords(sample(text, at: "Sources/Daemon/HTTP/A.swift")).isEmpty)
        #expect(Names.emptyWords(sample(text, at: "Sources/Core/A.swift")).count == 1)
        let ours = "struct AlertHandler {}"
        #expect(Names.emptyWords(sample(ours, at: "Sources/Daemon/A.swift")).count == 1)
    }

    @Test func wordsOfANameAreItsCamels() {
        #expect(Names.words(of: "HTTPServerInfo") == ["HTTP", "Server", "Info"])
        #expect(Names.words(of: "SplitMix64") == ["Split", "Mix64"])
        #expect(Names.words(of: "Data") == ["Data"])
    }

    @Test func typesNamedAfterModules() {
        let modules: Set = ["Core", "Language"]
        let bad = Names.typesNamedAfterModules(sample("enum Core {}"), modules: modules)
        #expect(bad.count == 1)
        #expect(Names.typesNamedAfterModules(sample("enum Cores {}"), modules: modules).isEmpty)
    }

    @Test(arguments: [
        "import Foundation", "public import NIOCore", "import struct Glibc.timespec",
        "@preconcurrency import Dispatch", "internal import Synchronization",
    ])
    func worldlyImports(_ bad: String) {
        let rooms: Set = ["Model", "Core"]
        #expect(Walls.imports(sample(bad), rooms: rooms).count == 1)
        #expect(Walls.imports(sample(bad, at: "Sources/Daemon/A.swift"), rooms: rooms).isEmpty)
    }

    @Test func importsOfRooms() {
        let text = "public import Model\nimport Core\n// import Foundation\n"
        #expect(Walls.imports(sample(text), rooms: ["Model", "Core"]).isEmpty)
        let mathematics = "import func Glibc.log1p\n"
        #expect(
            Walls.imports(sample(mathematics, at: "Sources/Statistics/A.swift"), rooms: []).isEmpty)
        #expect(
            Walls.imports(sample(mathematics, at: "Sources/Core/A.swift"), rooms: []).count == 1)
        for other in ["import Glibc\n", "import func Glibc.time\n", "import func Glibc.lgamma\n"] {
            #expect(
                Walls.imports(sample(other, at: "Sources/Statistics/A.swift"), rooms: []).count == 1
            )
        }
        let host = sample("import Foundation\n", at: "Sources/Host/A.swift")
        #expect(Walls.imports(host, rooms: ["Model"]).isEmpty)
    }

    @Test(arguments: [
        "let a = Date()", "let a = ContinuousClock().now", "let a = Date.now",
        "let a: Instant = .now", "step(at: .now)", "Int.random(in: 0..<9)", "list.shuffled()",
        "let id = UUID()", "getenv(\"HOME\")", "print(a)", "    print(\"a\", b)",
    ])
    func worldlyCalls(_ bad: String) {
        #expect(Walls.calls(sample(bad)).count == 1)
        #expect(Walls.calls(sample(bad, at: "Sources/vigie/A.swift")).isEmpty)
    }

    @Test(arguments: [
        "let a = state.now", "case .tick(let now)", "Int.random(in: 0..<9, using: &random)",
        "func print() {}", "plan.print(b)", "// print(a)", "let text = \"Date()\"", "CivilDate(1)",
        "let a = reprint(b)", "print(a, to: &text)", "pane.nowhere",
    ])
    func pureCalls(_ good: String) { #expect(Walls.calls(sample(good)).isEmpty) }

    @Test(arguments: ["let a: Any = 1", "a as! Int", "try! f()", "fatalError(\"no\")", "Mutex(0)"])
    func escapes(_ bad: String) {
        #expect(Walls.escapes(sample(bad)).count == 1)
        #expect(Walls.escapes(sample(bad, at: "Tests/CoreTests/A.swift")).isEmpty)
    }

    @Test(arguments: ["let a: any P", "a as? Int", "try? f()", "AnyObject", "// Any", "Anyone"])
    func noEscapes(_ good: String) { #expect(Walls.escapes(sample(good)).isEmpty) }

    private func lines(_ findings: [Finding]) -> [Int] { findings.map(\.line) }
}

func sample(_ text: String, at path: String = "Sources/Core/Sample.swift") -> SourceFile {
    SourceFile(path, text)
}
