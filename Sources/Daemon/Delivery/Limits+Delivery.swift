import Model

extension Limits {
    /// Tries under way at once, to all contacts. Beyond: they wait in the courier's bag, outside
    /// libcurl, where time does not count against them.
    static let tries = 64
    /// Calls under way at once that follow messages, such as uploads of pictures. Beyond: the
    /// picture is left out.
    static let followUps = 16
    /// How long a connection may take to come about. Beyond: unreachable.
    static let connectTime = Interval.seconds(5)
    /// How long a whole try may take. Beyond: cut off, and unreachable unless a status had come.
    static let tryTime = Interval.seconds(15)
    /// The same of a mail, whose servers make strangers wait. Beyond: cut off, and tried again.
    static let mailTime = Interval.seconds(60)
    /// Bytes of an answer's body that are read. Beyond: the connection is closed; what came is the
    /// answer.
    static let answerBytes = 64 << 10
    /// Bytes of an answer's headers. Beyond: the connection is closed; a status that came is the
    /// answer.
    static let answerHeaderBytes = 64 << 10
    /// Characters of a reason that a receiver gave. Beyond: cut.
    static let reasonLength = 200
    /// Characters of what a service calls a message. Beyond: cut, and it will not know it again.
    static let handleLength = 200
    /// How long a link that acknowledges works. Beyond: the page says that it does not any more.
    static let acknowledgeLinkAge = Interval.days(7)
    /// How long a link to the page of an incident works. Beyond: it wants a token of the settings.
    static let incidentLinkAge = Interval.days(30)
    /// How long a link to a picture works. Beyond: there is no picture.
    static let pictureLinkAge = Interval.days(30)
}
