import Foundation
import Model
import Rehearsal

/// Zones of the machine, for tests.
enum TestZones {
    static func zone(_ name: String) -> WallClock? {
        guard let zone = TimeZone(identifier: name) else { return nil }
        return WallClock(
            zone: name,
            wall: { time in
                let date = Date(timeIntervalSince1970: Double(time.nanoseconds) / 1e9)
                return time + .seconds(Int64(zone.secondsFromGMT(for: date)))
            },
            moment: { wall in
                let date = Date(timeIntervalSince1970: Double(wall.nanoseconds) / 1e9)
                let near = wall - .seconds(Int64(zone.secondsFromGMT(for: date)))
                let better = Date(timeIntervalSince1970: Double(near.nanoseconds) / 1e9)
                return wall - .seconds(Int64(zone.secondsFromGMT(for: better)))
            })
    }
}
