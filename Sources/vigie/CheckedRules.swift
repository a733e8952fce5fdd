import ArgumentParser
import Daemon
import Foundation
import Language
import Plans

/// Rules that check, as the commands work with them.
struct CheckedRules {
    let folder: RulesFolder
    let plan: Plan
    let tests: [TestPlan]

    /// Says on standard error what is wrong with the rules, if that is an error.
    ///
    /// - Parameters:
    ///   - warns: whether warnings are said too.
    ///   - failure: what to end with if the rules have errors.
    init(
        _ paths: [String], contacts: [String]? = nil, warns: Bool = false,
        failure: ExitCode = .findings
    ) throws {
        do { folder = try RulesFolder(paths) } catch { throw refuse(error) }
        let result = compile(folder.sources, with: builtins, contacts: contacts)
        if result.plan == nil || warns && !result.diagnostics.isEmpty {
            complain(
                render(
                    result.diagnostics, sources: folder.sources, color: wantsColor(STDERR_FILENO)))
        }
        guard let plan = result.plan else { throw failure }
        self.plan = plan
        tests = result.tests
    }
}

/// Reads recordings to their end, a chunk at a time.
func forEachChunk(of recordings: [String], _ take: ([UInt8]) -> Void) throws {
    let reader = ReadAhead(recordings)
    do {
        while let chunk = try reader.next() { take(chunk) }
    } catch { throw refuse(error) }
}
