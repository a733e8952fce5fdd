import Functions
import Model
import PluginKit
import Testing

/// A checkpoint gives back what was put in, and damage is an error and never a trap.
@Suite struct FunctionSavingTests {
    /// Folds of few and of many samples: both sides of every change of representation.
    private func folds<F: KPIFunction>(_: F.Type, _ name: String) throws -> [F] {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 46)
        return [0, 1, 5, 300].map { count in
            fold(
                F.self,
                samples((0..<count).map { _ in Double.random(in: -9...999, using: &random) }),
                arguments)
        }
    }

    @Test(arguments: functionNames)
    func savingAndLoadingChangesNothing(_ name: String) throws {
        func check<F: KPIFunction>(_: F.Type) throws {
            for fold in try folds(F.self, name) {
                var reader = ByteReader(bytes(fold) + [1, 2, 3])
                let loaded = try F(from: &reader)
                #expect(reader.remaining == 3, "it reads what it wrote and no more")
                #expect(bytes(loaded) == bytes(fold))
                #expect(loaded.value == fold.value)
                #expect(loaded.samples == fold.samples)
            }
        }
        try check(kind(name).type)
    }

    @Test(arguments: functionNames)
    func everyTruncationIsAnError(_ name: String) throws {
        func check<F: KPIFunction>(_: F.Type) throws {
            for fold in try folds(F.self, name) {
                let saved = bytes(fold)
                let step = max(1, saved.count / 200)
                for length in stride(from: 0, to: saved.count, by: step) {
                    #expect(throws: DamagedBytes.self, "\(length) of \(saved.count)") {
                        var reader = ByteReader(saved[..<length])
                        _ = try F(from: &reader)
                    }
                }
            }
        }
        try check(kind(name).type)
    }

    /// What loads must also serve: it is read, added to and merged.
    @Test(arguments: functionNames)
    func flippedBitsNeverTrap(_ name: String) throws {
        func check<F: KPIFunction>(_: F.Type) throws {
            var random = SplitMix64(seed: 47)
            for fold in try folds(F.self, name) {
                let saved = bytes(fold)
                for _ in 0..<400 where !saved.isEmpty {
                    var damaged = saved
                    damaged[Int.random(in: 0..<min(saved.count, 40), using: &random)] ^=
                        1 << UInt8.random(in: 0..<8, using: &random)
                    var reader = ByteReader(damaged)
                    guard var loaded = try? F(from: &reader) else { continue }
                    loaded.add(Sample(4))
                    loaded.merge(fold)
                    _ = loaded.value
                }
            }
        }
        try check(kind(name).type)
    }
}
