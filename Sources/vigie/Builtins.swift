import Detectors
import Functions
import Notifiers
import PluginKit

/// Every plugin that is built in.
let builtins = Registry(
    functions: builtinFunctions, detectors: builtinDetectors, notifiers: builtinNotifiers)
