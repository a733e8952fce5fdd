import Core
import Detectors
import Foundation
import Functions
import Language
import Model
import Plans
import PluginKit
import Simulation
import Testing

@testable import Host

/// A state folder as an earlier vigie left it is read. `Tests/Golden/state-format-N` holds one of
/// each format: two checkpoints and their journals, of a daemon that was killed.
@Suite struct OlderFormatTests {
    private static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])

    /// Seven visits of two shops, the last of them only in the journal; one shop has an incident.
    @Test(arguments: [1, 2, 3, 4, 5])
    func isRead(format: Int) throws {
        let restored = try restored(from: format)
        let (status, remarks) = (restored.engine.status(), restored.remarks)
        #expect(status.points.map(\.value) == [7])
        #expect(status.groups.map(\.value) == [2, 2, 1, 1])
        #expect(status.incidents.map(\.group) == [Labels([.init("shop", "lille")])])
        #expect(remarks.count == 1, "nothing is damaged: \(remarks)")
    }

    /// The windows go on: a minute later the visits are still in the hour, and no longer in the
    /// five minutes ten minutes later.
    @Test(arguments: [1, 2, 3, 4, 5])
    func goesOn(format: Int) throws {
        var restored = try restored(from: format)
        let clock = restored.engine.status().clock
        _ = restored.engine.apply(.tick(clock + .minutes(1)))
        var again = try copy(restored.engine)
        #expect(again.judgedGroups.map(\.kpi) == ["wait", "wait"])
        let later = clock + .minutes(10)
        let effects = (restored.engine.apply(.tick(later)), again.apply(.tick(later)))
        #expect(effects.0.count == effects.1.count)
        let states = (saved(restored.engine), saved(again))
        #expect(states.0 == states.1)
    }

    private func restored(from format: Int) throws -> Restoration {
        var disk = MemoryDisk()
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Golden/state-format-\(format)")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            disk[name] = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
        }
        return try Restoration.read(from: &disk, linking: Self.link)
    }

    private func copy(_ engine: borrowing Engine) throws -> Engine {
        var reader = ByteReader(saved(engine))
        return try Engine(from: &reader, format: Engine.format, linking: Self.link)
    }

    private static let link: Linker = { rules in
        let sources = rules.files.map { SourceText(path: $0.path, text: $0.text) }
        return compile(sources, with: registry).plan.map {
            Program($0, from: rules, with: registry)
        }
    }
}
