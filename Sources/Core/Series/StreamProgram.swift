import LineProtocol
import Model
import Plans

/// A stream's declaration, ready for bytes.
struct StreamProgram: Sendable {
    let plan: StreamPlan
    /// As the wire spells them.
    let fieldNames: [[UInt8]]
    /// Which field is the id, if one is.
    let id: Int?
    /// Which field says for how many events a point stands, if one does.
    let weight: Int?

    init(_ plan: StreamPlan) {
        precondition(
            plan.fields.count <= Limits.fieldsPerStream, "the language allows fewer fields")
        self.plan = plan
        fieldNames = plan.fields.map { escapedName($0.name) }
        func place(_ name: String?) -> Int? {
            name.flatMap { name in plan.fields.firstIndex { $0.name == name } }
        }
        id = place(plan.id)
        weight = place(plan.weight)
    }

    func field(named name: String) -> Int? { plan.fields.firstIndex { $0.name == name } }
}

/// Why a point or a line did not count.
public enum Refusal: UInt8, CaseIterable, Sendable {
    case unreadable, unknownStream, badSeries, tagValue, wrongType, outOfRange, early, late
    case duplicate, seriesLimit, byRule

    /// How many reasons a format of the state knows.
    static func count(in format: Int) -> Int { format < 5 ? 10 : allCases.count }

    /// As metrics label it.
    public var name: String {
        switch self {
        case .unreadable: "unreadable"
        case .unknownStream: "unknown_stream"
        case .badSeries: "bad_series"
        case .tagValue: "tag_value"
        case .wrongType: "wrong_type"
        case .outOfRange: "out_of_range"
        case .early: "early"
        case .late: "late"
        case .duplicate: "duplicate"
        case .seriesLimit: "series_limit"
        case .byRule: "by_rule"
        }
    }

    /// Whether the sender did something wrong that it should hear of. A repeat is told as a
    /// success: it is one.
    var isComplaint: Bool {
        switch self {
        case .unknownStream, .duplicate: false
        default: true
        }
    }
}

extension Refusal {
    /// What is wrong with the series or the time of a point, for whoever sent it.
    func words(
        _ point: ParsedPoint, at time: Timestamp, in bytes: UnsafeRawBufferPointer,
        _ stream: StreamPlan
    ) -> String {
        switch self {
        case .early: return "\(time) is more than \(Limits.ahead) ahead of the clock"
        case .late:
            return "\(time) is more than \(stream.late) ago, which is as late as its stream allows"
        case .byRule: return "the stream `\(stream.name)` says to refuse it"
        default:
            guard let key = try? SeriesKey(of: point, in: bytes), let pair = stream.misfit(key)
            else { return name }
            return "tag `\(pair.name)` is `\(pair.value)`, which the stream `\(stream.name)` does "
                + "not list"
        }
    }
}
