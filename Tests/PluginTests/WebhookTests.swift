import Foundation
import Model
import Notifiers
import PluginKit
import Testing

/// What programs rely on: the names, the numbers, and that the page tells the truth.
@Suite struct WebhookTests {
    private func parsed(_ notice: Notice) throws -> [String: Any] {
        let body = Data(Webhook().envelope(for: notice).body.utf8)
        return try #require(JSONSerialization.jsonObject(with: body) as? [String: Any])
    }

    @Test func numbersAreInTheUnitThatIsNamed() throws {
        var notice = notice()
        (notice.value, notice.limit, notice.unit) = (0.8125, 0.85, .percent)
        let body = try parsed(notice)
        #expect(body["value"] as? Double == 81.25)
        #expect(body["limit"] as? Double == 85)
        #expect(body["unit"] as? String == "%")
    }

    /// The last values are kept in four bytes each, and say no digits that are not theirs.
    @Test func theTrailHasTheDigitsThatAreKept() throws {
        var notice = notice()
        notice.unit = .percent
        let kept = [0.325, 0.1, 1.0 / 3, 0].map { Double(Float($0)) }
        notice.trail = Trail(end: notice.at, step: .seconds(10), values: kept + [nil])
        let trail = try #require(try parsed(notice)["trail"] as? [String: Any])
        let values = try #require(trail["values"] as? [Any])
        #expect(values.map { "\($0)" } == ["32.5", "10.0", "33.333334", "0.0", "<null>"])
    }

    @Test func noValueIsNull() throws {
        var notice = notice(.opened, .noData)
        notice.limit = nil
        let body = try parsed(notice)
        #expect(body["value"] is NSNull)
        #expect(body["limit"] is NSNull)
    }

    /// `deploy/webhook.md` has a row for each key, and for no other.
    @Test func everyKeyIsOnThePage() throws {
        let page = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../deploy/webhook.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let told = rows.map { $0.dropFirst(3).prefix { $0 != "`" } }.map(String.init)
        // Headers begin with a capital.
        let keys = told.filter { $0.first?.isLowercase == true }
        #expect(keys.sorted() == (try parsed(notice())).keys.sorted())
    }
}
