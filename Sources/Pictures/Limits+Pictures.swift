import Model

extension Limits {
    /// Values that a picture shows: each is a pixel wide at least. Beyond: the oldest are left out.
    static let trailValuesInPicture = 1_000
}
