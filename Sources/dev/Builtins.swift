import Detectors
import Functions
import Notifiers
import PluginKit
import Redactors

/// Every plugin that is built in.
let builtins = Registry(
    functions: builtinFunctions, detectors: builtinDetectors, notifiers: builtinNotifiers,
    redactors: builtinRedactors)
