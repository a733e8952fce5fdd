import Model
import Plans

// How sure a comparison must be.
extension Narrator {
    /// `, with a confidence of 95% however often it is judged`.
    func words(_ confidence: Confidence) -> String {
        let level = Unit.percent.text(confidence.level, in: tongue)
        let looks =
            switch confidence.looks {
            case .each: say("each time it is judged", "à chaque jugement pris seul")
            case .all: say("however often it is judged", "aussi souvent qu'on juge")
            }
        return say(
            ", with a confidence of \(level) \(looks)",
            ", avec une confiance de \(level) \(looks)")
    }
}
