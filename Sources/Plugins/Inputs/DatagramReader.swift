import CHost
import Foundation
import Glibc
import LineProtocol
import Model
import PluginKit
import Synchronization

/// Reads datagrams on a thread of its own, many a call, and puts those that come together into one
/// batch.
///
/// A batch costs as much as some hundred lines. So when they come thick, each waits for its fellows
/// until `Limits.datagramRest` after the batch before; one that comes alone goes on at once.
///
/// A class: its thread and the task that waits for it share it. Only the thread touches what it
/// has collected.
final class DatagramReader: @unchecked Sendable {
    private let socket: DatagramSocket
    private let lineBytes: Int
    private let inlet: any Inlet
    private let isStopping = Atomic(false)
    /// Left as it comes: a page that no datagram reaches is never touched.
    private let slots = UnsafeMutableBufferPointer<CChar>.allocate(
        capacity: Limits.datagramsPerRead * Limits.datagramBytes)
    private var lengths = [UInt32](repeating: 0, count: Limits.datagramsPerRead)
    private var collected: [UInt8] = []

    init(_ socket: DatagramSocket, lineBytes: Int, inlet: any Inlet) {
        self.socket = socket
        self.lineBytes = lineBytes
        self.inlet = inlet
    }

    deinit { slots.deallocate() }

    /// Until `stop`.
    func run() async {
        await withCheckedContinuation { done in
            let thread = Thread {
                self.read()
                done.resume()
            }
            thread.name = "udp"
            thread.start()
        }
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }

    private func read() {
        let rest = Duration.nanoseconds(Limits.datagramRest.nanoseconds)
        var handedOver = ContinuousClock.now - rest
        while !isStopping.load(ordering: .relaxed) {
            guard receive(waits: true) else { continue }
            let wait = ContinuousClock.now.duration(to: handedOver + rest)
            if wait > .zero, collected.count < Limits.receiveBytes {
                usleep(UInt32(wait / .microseconds(1)))
                while collected.count < Limits.receiveBytes, receive(waits: false) {}
            }
            handOver()
            handedOver = .now
        }
    }

    /// Errors of single datagrams (a port unreachable somewhere) are no reason to stop; those of
    /// the socket itself should not spin.
    private func receive(waits: Bool) -> Bool {
        let got = vigie_receive(
            socket.number, slots.baseAddress, UInt32(Limits.datagramBytes), UInt32(lengths.count),
            &lengths,
            waits ? 1 : 0)
        guard got > 0 else {
            if got < 0, ![EAGAIN, EINTR, ECONNREFUSED].contains(errno) { usleep(10_000) }
            return false
        }
        let bytes = UnsafeRawBufferPointer(slots)
        for (index, length) in lengths.prefix(Int(got)).enumerated() {
            let start = index * Limits.datagramBytes
            collect(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(length)]))
        }
        return true
    }

    private func collect(_ datagram: UnsafeRawBufferPointer) {
        guard let last = datagram.last else { return }
        let start = collected.count
        collected.append(contentsOf: datagram)
        if last != 0x0A { collected.append(0x0A) }
        if !isWhole(from: start) { standAlone(from: start) }
    }

    /// A datagram is whole lines. One with a text that it does not close would run on into the
    /// next.
    private func isWhole(from start: Int) -> Bool {
        var framer = LineFramer(lineLimit: lineBytes)
        return collected.withUnsafeBytes {
            let datagram = UnsafeRawBufferPointer(rebasing: $0[start...])
            return framer.cut(datagram) == 0..<datagram.count
        }
    }

    private func standAlone(from start: Int) {
        let alone = Array(collected[start...])
        collected.removeSubrange(start...)
        handOver()
        collected = alone
        handOver()
    }

    private func handOver() {
        guard !collected.isEmpty else { return }
        let batch = Batch(collected, arrival: inlet.now(), source: .udp)
        if !inlet.offer(batch) {
            inlet.lost(points: collected.lineCount, from: .udp, reason: "inbox full")
        }
        collected = []
    }
}
