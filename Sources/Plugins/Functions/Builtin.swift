public import PluginKit

/// Every built-in KPI function, in the order of their names.
///
/// To add one: write its file beside this one and add its line here. Its examples and the function
/// laws are then tested, documented and offered as suggestions without further ado.
public let builtinFunctions: [FunctionKind] = [
    .of(Count.self),
    .of(CSAT.self),
    .of(Distinct.self),
    .of(First.self),
    .of(Increase.self),
    .of(Last.self),
    .of(Maximum.self),
    .of(MaximumOfLatest.self),
    .of(Mean.self),
    .of(MeanOfLatest.self),
    .of(Minimum.self),
    .of(MinimumOfLatest.self),
    .of(NPS.self),
    .of(Quantile.self),
    .of(Share.self),
    .of(StandardDeviation.self),
    .of(Sum.self),
    .of(SumOfLatest.self),
]
