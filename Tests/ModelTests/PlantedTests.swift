import Dispatch
import Foundation
import Testing

/// Mistakes on purpose, which the sanitizers must see: `swift run dev sanitize` asks for one by the
/// environment, before it believes that there are no others. Nobody else runs them.
@Suite struct PlantedTests {
    private static let plant = ProcessInfo.processInfo.environment["VIGIE_PLANT"]

    private final class Count: @unchecked Sendable { var value = 0 }

    @Test(.enabled(if: plant == "race")) func aRace() {
        let count = Count()
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<2 {
            Thread.detachNewThread {
                for _ in 0..<10_000 { count.value += 1 }
                done.signal()
            }
        }
        for _ in 0..<2 { done.wait() }
        #expect(count.value > 0)
    }

    @Test(.enabled(if: plant == "overflow")) func anOverflow() {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 8)
        bytes.initialize(repeating: 1, count: 8)
        defer { bytes.deallocate() }
        #expect((0...8).reduce(0) { $0 + Int(bytes[$1]) } > 0)
    }
}
