import Testing

/// A vigie.yaml with something wrong in it, and the words about it.
struct BadSettings: CustomTestStringConvertible {
    var testDescription: String
    var yaml: String
    var said: String

    init(_ name: String, _ yaml: String, says said: String) {
        testDescription = name
        self.yaml = yaml
        self.said = said
    }
}
