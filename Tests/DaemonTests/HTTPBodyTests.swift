import Foundation
import Model
import Testing

@testable import Daemon

/// Bodies that are packed, too large, or not what they say.
@Suite(.timeLimit(.minutes(1))) struct HTTPBodyTests {
    private let gzipped = ["Content-Encoding: gzip"]

    @Test func packedBodies() async throws {
        let house = House()
        let line = String(repeating: "orders,shop=lille value=12.5 1700000000\n", count: 5_000)
        let packed = try gzip(Array(line.utf8))
        try await house.withFace { address in
            let once = try await address.ask("POST", "/write", packed, headers: gzipped)
            #expect(once.status == 204)
            #expect(house.engine.text == line)
            // Two members one after the other, as a log shipper that appends makes them.
            let twice = try await address.ask("POST", "/write", packed + packed, headers: gzipped)
            #expect(twice.status == 204)
            #expect(house.engine.lines == 15_000)
        }
    }

    @Test func packedBodiesThatAreDamaged() async throws {
        let house = House()
        var packed = try gzip(Array(String(repeating: "a v=1\n", count: 1_000).utf8))
        try await house.withFace { address in
            let short = try await address.ask(
                "POST", "/write", Array(packed.dropLast(20)), headers: gzipped)
            #expect(short.status == 400)
            #expect(short.body == "{\"error\":\"the gzip stream is cut short\"}\n")
            let plain = try await address.post("/write", "a v=1\n", headers: gzipped)
            #expect(plain.status == 400)
            #expect(plain.body.contains("not a gzip stream: incorrect header check"))
            packed[packed.count - 6] ^= 1
            let flipped = try await address.ask("POST", "/write", packed, headers: gzipped)
            #expect(flipped.status == 400)
            #expect(flipped.body.contains("incorrect data check"))
            let unknown = try await address.post(
                "/write", "a v=1\n", headers: ["Content-Encoding: br"])
            #expect(unknown.status == 415)
            #expect(house.engine.batches.isEmpty)
        }
    }

    @Test func aBombDoesNotGoOff() async throws {
        let bomb = try gzip([UInt8](repeating: 0x61, count: 200 << 20))
        #expect(bomb.count < 1 << 20)
        let house = House()
        try await house.withFace { address in
            let before = ProcessFigures.now().residentBytes
            let answer = try await address.ask("POST", "/api/v2/write", bomb, headers: gzipped)
            #expect(answer.status == 413)
            #expect(answer.body.contains("\"code\":\"request too large\""))
            #expect(ProcessFigures.now().residentBytes - before < 150e6)
        }
    }

    @Test func aBodyThatIsTooLarge() async throws {
        let house = House()
        try await house.withFace { address in
            let body = [UInt8](repeating: 0x0A, count: Limits.bodyBytes + 1)
            let answer = try await address.ask("POST", "/write", body)
            #expect(answer.status == 413)
            #expect(answer.body == "{\"error\":\"the body is larger than 25 MiB\"}\n")
            #expect(try await address.ask("POST", "/write", Array(body.dropLast())).status == 204)
        }
    }

    @Test func whoAsksWhetherToGoOnIsTold() async throws {
        let house = House()
        try await house.withFace { address in
            let answers = try await offPool {
                let sender = try address.connect()
                try sender.send(
                    "POST /write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Expect: 100-continue\r\nContent-Length: 6\r\n\r\n")
                usleep(50_000)
                try sender.send("a v=1\n")
                return String(decoding: sender.receiveAll(), as: UTF8.self)
            }
            #expect(answers.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204"))
        }
    }

    @Test func whoDripsIsShownOut() async throws {
        let house = House()
        try await house.withFace(patience: .milliseconds(200)) { address in
            let head = "POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
            let sent = try await offPool {
                let sender = try address.connect()
                try sender.send(head)
                return sender.drip()
            }
            #expect(sent < 1_000)
            #expect(house.engine.batches.isEmpty)
        }
    }

    @Test func whoDripsAHeadIsShownOut() async throws {
        try await House().withFace(patience: .milliseconds(200)) { address in
            for start in ["", "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
                let sent = try await offPool {
                    let sender = try address.connect()
                    try sender.send(start + "GET /ping HTTP/1.1\r\nX-")
                    return sender.drip()
                }
                #expect(sent < 1_000)
            }
        }
    }

    /// What is between two requests is nobody's slowness.
    @Test func whoPausesBetweenRequestsStays() async throws {
        try await House().withFace(patience: .milliseconds(100)) { address in
            let answers = try await offPool {
                let sender = try address.connect()
                for _ in 0..<3 {
                    try sender.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    usleep(150_000)
                }
                try sender.send("GET /ping HTTP/1.1\r\nConnection: close\r\n\r\n")
                return String(decoding: sender.receiveAll(), as: UTF8.self)
            }
            #expect(answers.components(separatedBy: "HTTP/1.1 204").count == 5)
        }
    }

    @Test func whoSaysNothingIsShownOut() async throws {
        try await House().withFace(idleAge: .milliseconds(200)) { address in
            for start in ["", "POST /wri", "POST /write HTTP/1.1\r\nHost: localhost\r\nA: "] {
                try await offPool {
                    let sender = try address.connect()
                    try sender.send(start)
                    #expect(sender.receiveAll().isEmpty)
                }
            }
        }
    }

    @Test func whoIsRefusedEarlyIsHeardOut() async throws {
        let house = House()
        try await house.withFace { address in
            let body = [UInt8](repeating: 0x0A, count: 8 << 20)
            let answer = try await address.ask("POST", "/nothing", body)
            #expect(answer.status == 404)
        }
    }

    @Test func twoHundredConnectionsAtOnce() async throws {
        let house = House()
        try await house.withFace { address in
            let request = "POST /write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            let statuses = try await offPool {
                let senders = try (0..<200).map { _ in try address.connect() }
                for sender in senders { try sender.send(request + "Content-Length: 6\r\n\r\na ") }
                for sender in senders { try sender.send("v=1\n") }
                return senders.map { Answer($0.receiveAll()).status }
            }
            #expect(statuses == [Int](repeating: 204, count: 200))
            #expect(house.engine.lines == 200)
        }
    }

    @Test func noiseIsAnsweredWith400AndClosed() async throws {
        let house = House()
        try await house.withFace { address in
            var random = SplitMix64(seed: 3)
            for _ in 0..<20 {
                let noise = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
                let status = try await address.raw(noise).status
                #expect(status == 400 || status == 0)
            }
            #expect(try await address.post("/write", "a v=1").status == 204)
        }
    }
}
