public import Model
public import PluginKit

/// Every built-in input, in alphabetical order. To add one: write its file beside this one, add its
/// line here.
public func builtinInputs(lineBytes: Int = Limits.lineBytes) -> [any Input] {
    [
        TCPInput(lineBytes: lineBytes),
        UDPInput(lineBytes: lineBytes),
        UnixInput(lineBytes: lineBytes),
    ]
}
