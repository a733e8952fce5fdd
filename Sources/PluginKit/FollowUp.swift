/// A call that follows a message which the service took, such as a step in the upload of a picture.
/// What comes of it changes nothing: the message was delivered.
public struct FollowUp: Equatable, Sendable {
    public enum Place: Equatable, Sendable {
        /// Behind the path of the contact's address, with its token.
        case path(String)
        /// Where the service said, without the token.
        case elsewhere(String)
    }

    public enum Content: Equatable, Sendable {
        case text(String, type: String)
        /// The KPI's picture, as it is.
        case picture
    }

    public var place: Place
    public var content: Content

    public init(_ place: Place, _ content: Content) {
        self.place = place
        self.content = content
    }
}

/// A notifier that brings the KPI's picture after the message, in calls of its own.
public protocol PictureUploader: Notifier {
    /// What is to be called next after a message that the service took; nil: nothing.
    ///
    /// - Parameters:
    ///   - picture: how many bytes it has; drawn where it is asked for. nil: there is none.
    ///   - replies: that to the message, then those to the calls that followed so far.
    func followUp(
        _ notification: Notification, to contact: Correspondence,
        picture: @autoclosure () -> Int?, after replies: [Reply]
    ) -> FollowUp?
}
