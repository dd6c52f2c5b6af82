import CloudCore
import Testing

@testable import PubSubEmulator

@Suite struct LogReaderTests {
    private static let salt: UInt32 = 0x1234_5678

    private func log(_ records: [[UInt8]]) -> [UInt8] {
        var buffer = OutputBuffer()
        LogFormat.pubsub.appendHeader(to: &buffer, salt: Self.salt)
        for record in records {
            LogFrame.append(to: &buffer, salt: Self.salt) { $0.append(record) }
        }
        return buffer.copyBytes()
    }

    /// The records, and the step after the last.
    private func read(_ log: [UInt8]) -> (records: [[UInt8]], last: LogReader.Step) {
        var reader = LogReader(.pubsub)
        var records: [[UInt8]] = []
        while true {
            let step = log.withUnsafeBytes { reader.next($0) }
            guard case .record(let range) = step else { return (records, step) }
            records.append(Array(log[range]))
        }
    }

    private let records: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 7, count: 1000), [9]]

    @Test func `records come back as they were written`() {
        let (found, last) = read(log(records))
        #expect(found == records)
        #expect(last == .end)
    }

    @Test func `whatever is cut off the end, the whole records before are there`() {
        let whole = log(records)
        var ends: [Int] = [LogFormat.pubsub.headerBytes]
        for record in records { ends.append((ends.last ?? 0) + LogFrame.headerBytes + record.count) }
        for length in 0..<whole.count {
            let (found, last) = read(Array(whole[..<length]))
            let good = ends.lastIndex { $0 <= length }
            #expect(found == Array(records.prefix(good ?? 0)), "cut at \(length)")
            let expected: LogReader.Step =
                length == 0 || ends.contains(length) ? .end : .torn(at: good.map { ends[$0] } ?? 0)
            #expect(last == expected, "cut at \(length)")
        }
    }

    @Test func `an end that was overwritten with zeros is torn`() {
        var bytes = log(records)
        let offset = bytes.count - LogFrame.headerBytes - 1
        for index in offset..<bytes.count { bytes[index] = 0 }
        bytes += [UInt8](repeating: 0, count: 4096)
        let (found, last) = read(bytes)
        #expect(found == Array(records.dropLast()))
        #expect(last == .torn(at: offset))
    }

    @Test func `every damaged byte before the last record is found, with the offset of its record`() {
        let whole = log(records)
        let lastFrame = whole.count - LogFrame.headerBytes - 1
        for index in 0..<lastFrame {
            var bytes = whole
            bytes[index] ^= 0x10
            let (_, last) = read(bytes)
            guard case .corrupt(let offset, _) = last else {
                // A damaged salt makes every checksum wrong: nothing good is left to tell damage from a torn end.
                let isSalt = (LogFormat.pubsub.magic.count..<LogFormat.pubsub.headerBytes).contains(index)
                #expect(isSalt && last == .torn(at: LogFormat.pubsub.headerBytes), "byte \(index): \(last)")
                continue
            }
            #expect(offset <= index, "byte \(index)")
        }
    }

    @Test func `the frames of another log in a record are not taken for frames`() {
        var inner = OutputBuffer()
        LogFrame.append(to: &inner, salt: Self.salt &+ 1) { $0.append([1, 2, 3]) }
        let whole = log([[5], inner.copyBytes() + [0]])
        let (found, last) = read(Array(whole.dropLast()))
        #expect(found == [[5]])
        guard case .torn = last else {
            Issue.record("\(last)")
            return
        }
    }
}
