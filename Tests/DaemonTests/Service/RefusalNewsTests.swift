import Model
import Testing

@testable import Daemon

/// A sender gone wrong is told of in the log, and does not fill it.
@Suite struct RefusalNewsTests {
    @Test func oneSentenceInTenSecondsForEachDoor() {
        var news = RefusalNews()
        let bad = Receipt.Complaint(line: 3, column: 9, reason: "no field")
        let start = Timestamp(nanoseconds: 0)
        #expect(
            news.heard(.tcp, 1, bad, at: start)
                == "1 line that came by tcp refused; the last was line 3, column 9 of its batch: "
                + "no field")
        #expect(news.heard(.tcp, 40, bad, at: start + .seconds(9)) == nil)
        #expect(news.heard(.udp, 1, bad, at: start + .seconds(9)) != nil)
        let later = news.heard(.tcp, 2, bad, at: start + .seconds(10))
        #expect(later?.hasPrefix("42 lines") == true)
    }
}
