/// What a tidy rule has to say of one place: where, what, and what to do.
struct Finding: Equatable, CustomStringConvertible {
    var path: String
    /// From 1; 0 says the whole file.
    var line: Int
    var words: String

    var description: String { line == 0 ? "\(path): \(words)" : "\(path):\(line): \(words)" }
}
