import ArgumentParser

/// A confidence as people write it: `95%`.
struct Level: ExpressibleByArgument {
    var share: Double

    init?(argument: String) {
        let digits = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
        guard let percent = Double(digits), percent > 0, percent < 100 else { return nil }
        share = percent / 100
    }

    var defaultValueDescription: String { "\(share * 100)%" }
}
