import PluginKit

/// What an alert sees of one group at one judgement: everything that its conditions may ask.
struct Sight {
    /// Of its KPI.
    var own: Reading
    /// Of what it looks at, by its place there.
    var looks: [Reading]
}
