/// Values less the mean of their slot: of those of a Monday less that of all Mondays.
public func bySlot(_ values: [Double], _ slots: [Int]) -> [Double] {
    var sums: [Int: (sum: Double, count: Double)] = [:]
    for (value, slot) in zip(values, slots) {
        let before = sums[slot] ?? (0, 0)
        sums[slot] = (before.sum + value, before.count + 1)
    }
    return zip(values, slots).map { value, slot in
        sums[slot].map { value - $0.sum / $0.count } ?? value
    }
}
