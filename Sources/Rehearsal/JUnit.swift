import Model
import Plans

/// Reports as a file that CI systems read.
///
/// - Source: the schema of the Jenkins xUnit plugin, `junit-10.xsd`: suites, cases, failures.
public struct JUnit: Sendable {
    public struct Case: Sendable {
        public var report: TestReport
        public var seconds: Double

        public init(_ report: TestReport, seconds: Double) {
            self.report = report
            self.seconds = seconds
        }
    }

    private let cases: [Case]

    public init(_ cases: [Case]) { self.cases = cases }

    /// A suite for each file of rules, in the order of first sight.
    public var text: String {
        var paths: [String] = []
        for each in cases where !paths.contains(each.report.path) { paths.append(each.report.path) }
        let suites = paths.map { path in suite(path, cases.filter { $0.report.path == path }) }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites\(Self.figures(cases))>
            \(suites.joined())</testsuites>

            """
    }

    private func suite(_ path: String, _ cases: [Case]) -> String {
        let name = Self.attribute("name", path)
        return "  <testsuite\(name)\(Self.figures(cases))>\n"
            + cases.map { Self.element($0) }.joined() + "  </testsuite>\n"
    }

    private static func figures(_ cases: [Case]) -> String {
        let failed = cases.count { !$0.report.hasPassed }
        return attribute("tests", "\(cases.count)") + attribute("failures", "\(failed)")
            + attribute("time", time(cases.reduce(0) { $0 + $1.seconds }))
    }

    private static func element(_ each: Case) -> String {
        let report = each.report
        let opening =
            "    <testcase" + attribute("classname", report.path)
            + attribute("name", report.test.name) + attribute("line", "\(report.test.line)")
            + attribute("time", time(each.seconds))
        guard !report.hasPassed else { return opening + "/>\n" }
        return opening + ">\n      <failure" + attribute("message", report.headline) + ">"
            + escaped(report.text) + "</failure>\n    </testcase>\n"
    }

    private static func time(_ seconds: Double) -> String {
        let thousandths = Int64((max(0, seconds) * 1_000).rounded())
        let rest = String(thousandths % 1_000)
        let zeros = String(repeating: "0", count: 3 - rest.count)
        return "\(thousandths / 1_000).\(zeros)\(rest)"
    }

    private static func attribute(_ name: String, _ value: String) -> String {
        " \(name)=\"\(escaped(value, inAttribute: true))\""
    }

    /// What XML cannot hold at all becomes U+FFFD.
    ///
    /// - Source: Extensible Markup Language (XML) 1.0, fifth edition, 2.2 and 2.4.
    static func escaped(_ text: String, inAttribute: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"" where inAttribute: escaped += "&quot;"
            case "\n" where inAttribute, "\t" where inAttribute, "\r":
                escaped += "&#\(scalar.value);"
            case "\n", "\t", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}",
                "\u{10000}"..."\u{10FFFF}":
                escaped.unicodeScalars.append(scalar)
            default: escaped += "\u{FFFD}"
            }
        }
        return escaped
    }
}
