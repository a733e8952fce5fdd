import Foundation
import Host
import Model
import Testing

@testable import Daemon

/// Writes as clients of InfluxDB 1.x and 2.x make them, and what each is told.
@Suite(.timeLimit(.minutes(1))) struct HTTPWriteTests {
    @Test func goodLinesAreAnsweredWith204() async throws {
        let house = House()
        try await house.withFace { address in
            let v1 = try await address.post("/write?db=cx&precision=s", "a v=1 1\na v=2 2\n")
            #expect(v1.status == 204 && v1.body.isEmpty)
            #expect(v1.headers["x-influxdb-version"] == "1.8.10")
            let v2 = try await address.post(
                "/api/v2/write?org=o&bucket=b&precision=ms", "a v=3 3",
                headers: ["Authorization: Token secret"])
            #expect(v2.status == 204)
            #expect(house.engine.text == "a v=1 1\na v=2 2\na v=3 3")
            #expect(house.engine.batches.map(\.precision) == [.seconds, .milliseconds])
            #expect(house.engine.batches.allSatisfy { $0.source == .http })
        }
    }

    @Test(
        arguments: [
            ("/write", "", Precision.nanoseconds), ("/write", "n", .nanoseconds),
            ("/write", "ns", .nanoseconds), ("/write", "u", .microseconds),
            ("/write", "us", .microseconds), ("/write", "ms", .milliseconds),
            ("/write", "s", .seconds), ("/write", "m", .minutes), ("/write", "h", .hours),
            ("/write", "d", nil), ("/api/v2/write", "", .nanoseconds),
            ("/api/v2/write", "us", .microseconds), ("/api/v2/write", "m", nil),
        ])
    func precisions(_ path: String, _ name: String, _ precision: Precision?) async throws {
        let house = House()
        try await house.withFace { address in
            let answer = try await address.post("\(path)?precision=\(name)", "a v=1")
            #expect(answer.status == (precision == nil ? 400 : 204))
            #expect(house.engine.batches.first?.precision == precision)
        }
    }

    @Test func badLinesAreNamedAndGoodOnesKept() async throws {
        let house = House()
        try await house.withFace { address in
            let v1 = try await address.post("/write?db=cx", "a v=1\nbad\na v=2\n")
            #expect(v1.status == 400)
            let reason = "partial write: line 2, byte 4: a field is missing dropped=1"
            #expect(v1.body == "{\"error\":\"\(reason)\"}\n")
            let v2 = try await address.post("/api/v2/write?bucket=b", "bad\nbad")
            #expect(v2.status == 400)
            #expect(v2.headers["x-platform-error-code"] == "invalid")
            #expect(v2.body.hasPrefix("{\"code\":\"invalid\",\"message\":\"partial write: line 1"))
            #expect(v2.body.contains("; line 2, byte 4: a field is missing dropped=2"))
            #expect(house.engine.lines == 5)
        }
    }

    @Test func complaintsAreBounded() async throws {
        let house = House()
        try await house.withFace { address in
            let answer = try await address.post("/write", String(repeating: "bad\n", count: 500))
            #expect(answer.body.contains("; and 480 more dropped=500"))
        }
    }

    @Test func anEmptyBodyDisturbsNobody() async throws {
        let house = House()
        try await house.withFace { address in
            let answer = try await address.post("/write?db=cx", "")
            #expect(answer.status == 204)
            #expect(house.engine.batches.isEmpty)
        }
    }

    @Test func aBodyInChunksIsOneBatch() async throws {
        let house = House()
        try await house.withFace { address in
            let head = "POST /write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            let chunks = "Transfer-Encoding: chunked\r\n\r\n4\r\na v=\r\n2\r\n1\n\r\n0\r\n\r\n"
            let answer = try await address.raw(Array((head + chunks).utf8))
            #expect(answer.status == 204)
            #expect(house.engine.batches.map(\.bytes) == [Array("a v=1\n".utf8)])
        }
    }

    @Test func aBodyThatIsCutShortIsNotTaken() async throws {
        let house = House()
        try await house.withFace { address in
            for length in ["Content-Length: 100", "Transfer-Encoding: chunked"] {
                let head = "POST /write HTTP/1.1\r\nHost: localhost\r\n\(length)\r\n\r\n"
                let body = length.hasPrefix("T") ? "6\r\na v=1\n\r\n" : "a v=1\n"
                try await offPool {
                    let sender = try address.connect()
                    try sender.send(head + body)
                    sender.finish()
                    _ = sender.receiveAll()
                }
            }
            try await Task.sleep(for: .milliseconds(50))
            #expect(house.engine.batches.isEmpty)
        }
    }

    @Test func manyRequestsOnOneConnection() async throws {
        let house = House()
        try await house.withFace { address in
            let head = "POST /write HTTP/1.1\r\nHost: localhost\r\n"
            let request = head + "Content-Length: 6\r\n\r\na v=1\n"
            let last = request.replacingOccurrences(of: "Host", with: "Connection: close\r\nHost")
            let all = String(repeating: request, count: 99) + last
            let answer = try await address.raw(Array(all.utf8))
            #expect(answer.body.components(separatedBy: "204 No Content").count == 100)
            #expect(house.engine.lines == 100)
        }
    }

    @Test func aFullInboxSaysComeBack() async throws {
        var capacity = Inbox.Capacity()
        capacity.batches = 0
        let house = House(capacity: capacity)
        try await house.withFace { address in
            let v1 = try await address.post("/write?db=cx", "a v=1")
            #expect(v1.status == 503 && v1.headers["retry-after"] == "1")
            #expect(v1.body == "{\"error\":\"too much is waiting already\"}\n")
            let v2 = try await address.post("/api/v2/write?bucket=b", "a v=1")
            #expect(v2.status == 429 && v2.headers["retry-after"] == "1")
            #expect(v2.body.contains("\"code\":\"too many requests\""))
            #expect(try await address.ask("GET", "/ready").status == 503)
        }
    }

    @Test func aJournalThatCannotBeWrittenIsA503() async throws {
        let house = House(journal: DiskError(.noSpace, "append to journal-7: no space left"))
        try await house.withFace { address in
            for path in ["/write", "/api/v2/write"] {
                let answer = try await address.post(path, "a v=1")
                #expect(answer.status == 503 && answer.headers["retry-after"] == "5")
                #expect(
                    answer.body.contains("the lines were not taken: append to journal-7: no space"))
            }
        }
    }

    @Test func stoppingAnswersWhoStillWaits() async throws {
        let tickets = Tickets()
        let (doors, opened) = AsyncStream.makeStream(of: String.self)
        let undrained = Inbox { opened.yield($1) }
        let face = HTTPFace(
            address: "127.0.0.1:0", inbox: undrained, tickets: tickets, board: StatusBoard(),
            version: "0", logger: .init(label: "test"), ready: { true })
        let running = Task { try await face.run() }
        var names = doors.makeAsyncIterator()
        let address = Address(await names.next() ?? "")
        async let answer = address.post("/write", "a v=1")
        #expect(await eventually { tickets.count == 1 })
        running.cancel()
        try await Task.sleep(for: .milliseconds(50))
        tickets.close()
        try await running.value
        #expect(try await answer.status == 503)
    }
}
