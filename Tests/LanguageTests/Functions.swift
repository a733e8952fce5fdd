import Model
import PluginKit

/// Stand-ins for the KPI functions: what they say of themselves, and nothing else. The language
/// runs none.
struct Described<Words: FunctionWords>: KPIFunction {
    static var description: FunctionManifest { Words.description }

    var samples = 0

    init(_ arguments: Arguments) {}
    init(from reader: inout ByteReader) throws(DamagedBytes) {}
    func save(to writer: inout ByteWriter) {}
    mutating func add(_ sample: Sample) {}
    mutating func merge(_ other: Self) {}
    var value: Double? { nil }
}

protocol FunctionWords {
    static var description: FunctionManifest { get }
}

let testRegistry = Registry(
    functions: [
        .of(Described<Count>.self), .of(Described<CSAT>.self), .of(Described<Distinct>.self),
        .of(Described<First>.self), .of(Described<Last>.self), .of(Described<Maximum>.self),
        .of(Described<Mean>.self), .of(Described<Minimum>.self), .of(Described<NPS>.self),
        .of(Described<Quantile>.self), .of(Described<Share>.self), .of(Described<Stddev>.self),
        .of(Described<Sum>.self),
    ], notifiers: [])

private func manifest(
    _ name: String, of operand: Operand, parameters: [Parameter] = [],
    spellings: [Spelling] = [], wants: String = "a number",
    unit: @escaping @Sendable (Unit) -> Unit?
) -> FunctionManifest {
    FunctionManifest(
        name, "", of: operand, parameters: parameters, spellings: spellings, wants: wants,
        unit: unit, examples: [])
}

extension Unit {
    fileprivate var ofSample: Unit? { self == .bool || self == .text ? nil : self }
    fileprivate var ofAverage: Unit? { self == .count ? .number : ofSample }
    fileprivate var ofTotal: Unit? {
        switch self {
        case .percent, .score, .points: .number
        default: ofSample
        }
    }
}

enum Count: FunctionWords {
    static var description: FunctionManifest { manifest("count", of: .event) { _ in .count } }
}
enum CSAT: FunctionWords {
    static var description: FunctionManifest {
        manifest(
            "csat", of: .number, parameters: [Parameter("from", 0...100, standard: 4, "")],
            wants: "a mark"
        ) {
            switch $0 {
            case .number, .score: .percent
            default: nil
            }
        }
    }
}
enum Distinct: FunctionWords {
    static var description: FunctionManifest { manifest("distinct", of: .anything) { _ in .count } }
}
enum First: FunctionWords {
    static var description: FunctionManifest { manifest("first", of: .number) { $0.ofSample } }
}
enum Last: FunctionWords {
    static var description: FunctionManifest { manifest("last", of: .number) { $0.ofSample } }
}
enum Maximum: FunctionWords {
    static var description: FunctionManifest { manifest("max", of: .number) { $0.ofSample } }
}
enum Mean: FunctionWords {
    static var description: FunctionManifest { manifest("mean", of: .number) { $0.ofAverage } }
}
enum Minimum: FunctionWords {
    static var description: FunctionManifest { manifest("min", of: .number) { $0.ofSample } }
}
enum NPS: FunctionWords {
    static var description: FunctionManifest {
        manifest("nps", of: .number, wants: "a mark from 0 to 10") {
            [.number, .score(0, 10)].contains($0) ? .points : nil
        }
    }
}
enum Quantile: FunctionWords {
    static var description: FunctionManifest {
        manifest(
            "quantile", of: .number, parameters: [Parameter("level", 0...1, "")],
            spellings: [Spelling("median", "level", 0.5)]
                + (1...99).map { Spelling("p\($0)", "level", Double($0) / 100) }
        ) { $0.ofAverage }
    }
}
enum Share: FunctionWords {
    static var description: FunctionManifest {
        manifest("share", of: .condition) { $0 == .bool ? .percent : nil }
    }
}
enum Stddev: FunctionWords {
    static var description: FunctionManifest { manifest("stddev", of: .number) { $0.ofAverage } }
}
enum Sum: FunctionWords {
    static var description: FunctionManifest { manifest("sum", of: .number) { $0.ofTotal } }
}
