import Fixtures
import Statistics
import Testing

/// Intervals of what was counted and measured, at 95 %, against published figures and SciPy.
@Suite struct IntervalTests {
    static let z = 1.959963984540054

    @Test(
        arguments: Table(
            """
            hits | samples | low               | high
            7    | 20      | 0.153909204784541 | 0.592188534532828
            0    | 12      | 0                 | 0.264648469397051
            12   | 12      | 0.735351530602949 | 1
            399  | 399     | 0.990797294576587 | 1
            380  | 400     | 0.924036364936280 | 0.967402570162853
            0    | 1000    | 0                 | 0.003826758485555
            """
        ).rows)
    func shares(_ row: Table.Row) throws {
        let (hits, samples) = (Int(row["hits"]) ?? 0, Int(row["samples"]) ?? 0)
        let range = try #require(shareInterval(hits, of: samples, reaching: Self.z))
        expect(range, row)
    }

    /// Garwood's table.
    @Test(
        arguments: Table(
            """
            count | low               | high
            0     | 0                 | 3.688879454113936
            3     | 0.618672122895602 | 8.767273069742325
            100   | 81.36399125092314 | 121.6267937924264
            """
        ).rows)
    func counts(_ row: Table.Row) throws {
        let count = try #require(Double(row["count"]))
        expect(try #require(countInterval(count, reaching: Self.z)), row)
    }

    private func expect(_ range: ClosedRange<Double>, _ row: Table.Row) {
        #expect(abs(range.lowerBound - (Double(row["low"]) ?? .nan)) < 1e-9)
        #expect(abs(range.upperBound - (Double(row["high"]) ?? .nan)) < 1e-9)
    }

    @Test func countsThatScatterMoreAreLessCertain() throws {
        let plain = try #require(countInterval(100, reaching: Self.z))
        let wide = try #require(countInterval(100, reaching: Self.z, dispersion: 4))
        #expect((wide.upperBound - wide.lowerBound) / (plain.upperBound - plain.lowerBound) > 1.8)
    }

    /// Of 100 samples the 40th and the 61st enclose the median (David and Nagaraja, table 7.1); of
    /// 60 no one is surely above the 95th percentile.
    @Test func ranks() {
        #expect(rankInterval(of: 0.5, among: 100, reaching: Self.z) == (40, 61))
        #expect(rankInterval(of: 0.95, among: 60, reaching: Self.z) == (53, nil))
        #expect(rankInterval(of: 0.5, among: 3, reaching: Self.z) == (nil, nil))
        #expect(rankInterval(of: 0.5, among: 0, reaching: Self.z) == (nil, nil))
    }

    @Test func promotersOfFewAnswersTellLittle() throws {
        let few = try #require(
            promoterInterval(promoters: 6, detractors: 2, of: 10, reaching: Self.z))
        #expect(abs(few.lowerBound + 12.58) < 0.01 && abs(few.upperBound - 74.12) < 0.01)
        let all = try #require(
            promoterInterval(promoters: 5, detractors: 0, of: 5, reaching: Self.z))
        #expect(all.upperBound == 100 && all.lowerBound < 40)
        #expect(promoterInterval(promoters: 0, detractors: 0, of: 0, reaching: Self.z) == nil)
    }

    @Test func whatNeverVariedIsAConstantOnlyAfterMany() {
        var moments = Moments()
        for _ in 0..<29 { moments.add(0.1) }
        #expect(moments.meanInterval(reaching: Self.z) == nil)
        moments.add(0.1)
        let range = moments.meanInterval(reaching: Self.z)
        #expect(range.map { $0.upperBound - $0.lowerBound } == 0)
    }

    @Test func wildSamplesTrapNothing() {
        for wild in [1e300, -1e300, .infinity, .nan, .leastNonzeroMagnitude] {
            var moments = Moments()
            for x in Array(1...11).map(Double.init) + [wild] { moments.add(x) }
            _ = moments.meanInterval(reaching: Self.z)
            _ = moments.sumInterval(reaching: Self.z)
            _ = moments.meanInterval(reaching: .infinity)
        }
    }
}
