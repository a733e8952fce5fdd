import Foundation

/// Figures beside their thresholds, printed as they come.
struct Table {
    private(set) var isBreached = false

    mutating func show(_ name: String, _ figure: Double) {
        guard let threshold = Thresholds.all.first(where: { $0.name == name }) else {
            preconditionFailure("`\(name)` has no threshold: add its row to Thresholds.swift")
        }
        let breached = threshold.isBreached(by: figure)
        isBreached = isBreached || breached
        let words = [
            pad(name, 16), pad("\(digits(figure)) \(threshold.unit.rawValue)", 14),
            pad("\(threshold.isLeast ? "least" : "most") \(digits(threshold.bound))", 14),
            threshold.what,
        ]
        print(words.joined(separator: "  ") + (breached ? "  PAST ITS THRESHOLD" : ""))
        fflush(nil)
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Three digits that count, and none cut off before the point.
    private func digits(_ number: Double) -> String {
        switch abs(number) {
        case 100...: String(Int(number.rounded()))
        case 10...: String(format: "%.1f", number)
        case 0.1...: String(format: "%.2f", number)
        default: String(format: "%.4f", number)
        }
    }
}
