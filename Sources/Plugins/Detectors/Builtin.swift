public import PluginKit

/// Every built-in detector, in the order of their names.
///
/// To add one: write its file beside this one and add its line here. The detector laws are then
/// tested, and it is documented and offered as a suggestion, without further ado.
public let builtinDetectors: [DetectorKind] = [
    .of(Auto.self),
    .of(Changepoint.self),
    .of(Counts.self),
    .of(Cusum.self),
    .of(EWMA.self),
    .of(HoltWinters.self),
    .of(Peers.self),
    .of(Robust.self),
    .of(Seasonal.self),
    .of(Share.self),
    .of(Tail.self),
]
