import Detectors
import Functions
import PluginKit

/// The built-in functions: what the language knows of them is what they say of themselves.
let testRegistry = Registry(
    functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])
