import Model
import Testing

@testable import Daemon

/// Single values of a vigie.yaml, as they are written.
@Suite struct WrittenValueTests {
    @Test(
        arguments: [
            ("200ms", 200_000_000), ("30s", 30_000_000_000), ("1h30m", 5_400_000_000_000),
            ("0s", 0), ("1_000us", 1_000_000), ("2w", 1_209_600_000_000_000),
        ] as [(String, Int64)])
    func aLengthOfTime(_ text: String, _ nanoseconds: Int64) {
        #expect(Interval(written: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: ["", "s", "30", "30 s", "-1s", "1.5s", "1x", "99999999999999w", "30s "])
    func noLengthOfTime(_ text: String) {
        #expect(Interval(written: text) == nil)
    }

    @Test(arguments: [
        ("64KiB", 65_536), ("2GiB", 2_147_483_648), ("1_000_000", 1_000_000), ("12B", 12),
        ("0", 0),
    ])
    func aSize(_ text: String, _ bytes: Int) {
        #expect(ByteSize(text)?.bytes == bytes)
        #expect(ByteSize(text).flatMap { ByteSize("\($0)") } == ByteSize(text))
    }

    @Test(arguments: ["", "KiB", "1.5GiB", "2GB", "-1", "_1", "1_", "9999999999999GiB"])
    func noSize(_ text: String) {
        #expect(ByteSize(text) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1:8427", Endpoint("127.0.0.1", 8427)), ("[::1]:0", Endpoint("::1", 0)),
        ("localhost:80", Endpoint("localhost", 80)),
    ])
    func anEndpoint(_ text: String, _ endpoint: Endpoint) {
        #expect(Endpoint(text) == endpoint)
        #expect(endpoint.description == text)
    }

    @Test(arguments: ["", ":80", "host", "host:", "host:70000", "::1:80", "[]:80", "http://h:80"])
    func noEndpoint(_ text: String) {
        #expect(Endpoint(text) == nil)
    }
}
