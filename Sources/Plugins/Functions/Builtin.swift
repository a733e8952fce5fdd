public import PluginKit

/// Every built-in KPI function, in the order of their names.
///
/// Some remember too little to know how sure their value is: a function that does is folded beside
/// them where a rule asks for confidence.
///
/// To add one: write its file beside this one and add its line here. Its examples and the function
/// laws are then tested, documented and offered as suggestions without further ado.
public let builtinFunctions: [FunctionKind] = [
    .of(CES.self),
    .of(Count.self).measured(by: .of(CountMeasure.self)),
    .of(CSAT.self),
    .of(Distinct.self),
    .of(First.self),
    .of(Increase.self),
    .of(Last.self),
    .of(Maximum.self),
    .of(MaximumOfLatest.self),
    .of(Mean.self).measured(by: .of(MeanMeasure.self)),
    .of(MeanOfLatest.self),
    .of(Minimum.self),
    .of(MinimumOfLatest.self),
    .of(Newest.self),
    .of(NPS.self),
    .of(Quantile.self),
    .of(Repeated.self),
    .of(Share.self),
    .of(StandardDeviation.self).measured(by: .of(StandardDeviationMeasure.self)),
    .of(Sum.self).measured(by: .of(SumMeasure.self)),
    .of(SumOfLatest.self),
]
