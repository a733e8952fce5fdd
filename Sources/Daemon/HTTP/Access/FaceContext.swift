import Foundation
import Hummingbird
import Inputs
import NIOCore

/// What is known of a request beside itself.
struct FaceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address that it came from.
    let peer: String
    /// Who sent it; set once that is known.
    var caller: Caller

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.text ?? ""
        caller = Caller(name: "", peer: peer)
    }

    /// A part of the path by its name in the route, as it was meant: `%2D` is a `-`.
    func part(_ name: String) -> String {
        let written = parameters.get(name) ?? ""
        return written.removingPercentEncoding ?? written
    }
}
