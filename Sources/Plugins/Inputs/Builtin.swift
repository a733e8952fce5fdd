public import PluginKit

/// Every built-in input, in alphabetical order. To add one: write its file beside this one, add its
/// line here.
public let builtinInputs: [any Input.Type] = [
    TCPInput.self,
    UDPInput.self,
    UnixInput.self,
]
