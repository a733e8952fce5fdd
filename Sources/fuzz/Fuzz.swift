import CFuzzer
import Fuzzing
import Glibc

/// One fuzzer under libFuzzer's loop and options: the harness that the environment names.
///
/// By the environment and not by an argument: libFuzzer starts itself again with the arguments that
/// it knows.
@main
struct Fuzz {
    private static let harness = getenv("VIGIE_FUZZER").flatMap { name in
        harnesses.first { $0.name == String(cString: name) }
    }

    static func main() {
        guard let harness else {
            print("VIGIE_FUZZER must be one of: \(harnesses.map(\.name).joined(separator: ", "))")
            exit(2)
        }
        if let folder = getenv("VIGIE_SEEDS") {
            return write(harness.seeds(), into: String(cString: folder))
        }
        exit(
            vigie_fuzz(CommandLine.argc, CommandLine.unsafeArgv) { bytes, count in
                Fuzz.check(UnsafeRawBufferPointer(start: bytes, count: count))
                return 0
            })
    }

    private static func check(_ bytes: UnsafeRawBufferPointer) {
        do throws(Finding) { try harness?.check(bytes) } catch {
            // As loudly as what the harness did not look for: libFuzzer keeps the input.
            let words = "finding: \(error)\n"
            Glibc.write(STDERR_FILENO, words, words.utf8.count)
            abort()
        }
    }

    private static func write(_ seeds: [[UInt8]], into folder: String) {
        for (index, seed) in seeds.enumerated() {
            guard let file = fopen("\(folder)/seed-\(index)", "w") else {
                preconditionFailure("cannot write into \(folder)")
            }
            fwrite(seed, 1, seed.count, file)
            fclose(file)
        }
    }
}
