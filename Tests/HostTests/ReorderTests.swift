import Model
import Testing

@testable import Host

/// Recorded lines on their way back into the order of their events.
@Suite struct ReorderTests {
    /// One bad line costs one line: the good one behind it is kept, without what stood before it.
    @Test func aGoodLineBehindABadOneIsKept() {
        var reorder = Reorder(lates: [("contact", .minutes(10))])
        let lines = """
            contact wait=2 20
            nonsense
            # a remark
              contact wait=1 10
            more nonsense
            other wait=3 30

            """
        var stretches = reorder.add(Array(lines.utf8))
        stretches += reorder.finish()
        let text = stretches.flatMap { $0.text(of: 0..<$0.lines.count) }
        #expect(String(decoding: text, as: UTF8.self) == "contact wait=1 10\ncontact wait=2 20\n")
        #expect(reorder.unreadable == 2)
        #expect(reorder.unknown == 1)
    }
}
