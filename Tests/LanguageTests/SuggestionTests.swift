import Testing

@testable import Language

/// A bad suggestion is worse than none.
@Suite struct SuggestionTests {
    @Test(arguments: [
        ("meen", "mean"), ("Mean", "mean"), ("MEAN", "mean"), ("maen", "mean"), ("men", "mean"),
        ("x", nil), ("xy", nil), ("first_respnse", "first_response"), ("percentile", nil),
        ("", nil),
    ])
    func nearestName(_ name: String, _ expected: String?) {
        #expect(
            suggestion(for: name, among: ["first_response", "max", "mean", "median"]) == expected)
    }

    @Test(arguments: [
        ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "", 3), ("kitten", "sitting", 3),
    ])
    func distance(_ left: String, _ right: String, _ expected: Int) {
        #expect(editDistance(Array(left.utf8), Array(right.utf8)) == expected)
        #expect(editDistance(Array(right.utf8), Array(left.utf8)) == expected)
    }
}
