internal import Model

extension Sketch {
    /// In place, from the greatest bucket down, so that nothing is moved twice.
    mutating func merge(_ other: Sketch) {
        guard other.total > 0 else { return }
        guard total > 0 else {
            self = other
            return
        }
        var mine = buckets.count - 1
        var theirs = other.buckets.count - 1
        var free = buckets.count + missing(from: other) - 1
        buckets.append(
            contentsOf: repeatElement(Bucket(word: 0), count: free + 1 - buckets.count))
        while theirs >= 0 {
            let bucket = other.buckets[theirs]
            if mine >= 0, buckets[mine].position > bucket.position {
                buckets[free] = buckets[mine]
                mine -= 1
            } else if mine >= 0, buckets[mine].position == bucket.position {
                buckets[free] = Bucket(word: buckets[mine].word &+ bucket.count)
                mine -= 1
                theirs -= 1
            } else {
                buckets[free] = bucket
                theirs -= 1
            }
            free -= 1
        }
        total &+= other.total
    }

    /// How many of the other's buckets are empty here.
    private func missing(from other: Sketch) -> Int {
        var mine = 0
        var missing = 0
        for bucket in other.buckets {
            while mine < buckets.count, buckets[mine].position < bucket.position { mine += 1 }
            if mine == buckets.count || buckets[mine].position != bucket.position { missing += 1 }
        }
        return missing
    }

    /// Takes back what `merge` put in. Buckets that become empty go, so that nothing is left of it.
    mutating func unmerge(_ other: Sketch) {
        guard other.total > 0 else { return }
        var theirs = 0
        var kept = 0
        for mine in buckets.indices {
            var bucket = buckets[mine]
            if theirs < other.buckets.count,
                other.buckets[theirs].position == bucket.position
            {
                bucket.word &-= other.buckets[theirs].count
                theirs += 1
            }
            buckets[kept] = bucket
            if bucket.count > 0 { kept += 1 }
        }
        buckets.removeLast(buckets.count - kept)
        total &-= other.total
    }
}

extension Sketch {
    /// On the line between the two samples on either side of `level` of the way from first to last.
    func quantile(_ level: Double) -> Double? {
        guard total > 0 else { return nil }
        let rank = level * Double(total - 1)
        let below = UInt64(rank)
        var passed: UInt64 = 0
        for index in buckets.indices {
            passed &+= buckets[index].count
            guard passed > below else { continue }
            let low = Grid.number(at: buckets[index].position)
            let part = rank - Double(below)
            guard part > 0, passed == below + 1, index + 1 < buckets.count else { return low }
            return low + part * (Grid.number(at: buckets[index + 1].position) - low)
        }
        return buckets.last.map { Grid.number(at: $0.position) }
    }

    /// The sample of a rank, counted from 1 at the least; nil: there are not so many.
    func sample(ranked rank: Int) -> Double? {
        var passed: UInt64 = 0
        for bucket in buckets {
            passed &+= bucket.count
            if passed >= rank { return Grid.number(at: bucket.position) }
        }
        return nil
    }
}

extension Sketch {
    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(buckets.count))
        for bucket in buckets { writer.write(bucket.word) }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        let count = try reader.integer(UInt32.self)
        guard count <= Grid.positions else { throw DamagedBytes("more buckets than there are") }
        self.init()
        for _ in 0..<count { try append(Bucket(word: reader.integer())) }
    }

    private mutating func append(_ bucket: Bucket) throws(DamagedBytes) {
        guard bucket.count > 0, bucket.position < Grid.positions,
            buckets.last.map({ $0.position < bucket.position }) ?? true
        else { throw DamagedBytes("buckets out of order") }
        buckets.append(bucket)
        total += Int(bucket.count)
    }
}
