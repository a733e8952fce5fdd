/// At which level each of many questions is to be asked, that all their claims together err no more
/// often than stated, whatever they have to do with one another.
///
/// - Parameters:
///   - chances: of each, how often chance alone would give as much.
///   - error: how often one of all claims may be wrong.
/// - Returns: of each the level it is held against; it is claimed if its chance is no greater. What
///   comes after the first that is not claimed is held against the level of that one.
/// - Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
///   of Statistics 6, 1979.
public func holmLevels(of chances: [Double], error: Double) -> [Double] {
    let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
    var levels = chances
    var failed: Double?
    for (rank, index) in order.enumerated() {
        let level = failed ?? error / Double(chances.count - rank)
        levels[index] = level
        if failed == nil, chances[index] > level { failed = level }
    }
    return levels
}
