import CloudCore
import Synchronization

/// What the instances of a revision have said lately, and what happened to them.
final class RevisionLog: Sendable {
    /// Where a line comes from.
    enum Source: String, Sendable {
        case output = "stdout"
        case error = "stderr"
        /// Cloud Run itself.
        case system = "varlog/system"
    }

    /// One line.
    struct Line: Sendable {
        let time: Instant
        let instance: UInt64
        let source: Source
        let text: String
    }

    /// The most lines that are kept, and the most bytes of one; the rest of a longer one is dropped.
    static let maxLines = 2_000
    static let maxLineBytes = 16_384
    /// The most bytes that are kept; of more, the older half is dropped.
    static let maxBytes = 1 << 20

    private struct Stream: Hashable {
        let instance: UInt64
        let source: Source
    }

    private struct State {
        var lines: [Line] = []
        var bytes = 0
        /// What has come of lines that are not at their end.
        var partial: [Stream: [UInt8]] = [:]
    }

    private let timeline: any Timeline
    private let state = Mutex(State())

    init(timeline: any Timeline) { self.timeline = timeline }

    /// The lines, oldest first.
    var lines: [Line] { state.withLock { Array($0.lines.suffix(Self.maxLines)) } }

    /// Adds a line.
    func add(_ text: String, _ source: Source, _ instance: UInt64) {
        let line = Line(time: timeline.now, instance: instance, source: source, text: text)
        state.withLock { Self.append(line, &$0) }
    }

    /// Adds what an instance has written; lines end with a line feed, the last one with the instance.
    func add(_ bytes: [UInt8], _ source: Source, _ instance: UInt64) {
        let now = timeline.now
        state.withLock { state in
            let stream = Stream(instance: instance, source: source)
            var pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let rest = pieces.removeLast()
            for piece in pieces {
                let line = Self.cut((state.partial.removeValue(forKey: stream) ?? []) + piece)
                Self.append(
                    Line(
                        time: now, instance: instance, source: source,
                        text: String(decoding: line, as: UTF8.self)),
                    &state)
            }
            if !rest.isEmpty { state.partial[stream] = Self.cut((state.partial[stream] ?? []) + rest) }
        }
    }

    /// An instance says nothing more.
    func end(_ instance: UInt64) {
        for source in [Source.output, .error] {
            let rest = state.withLock {
                $0.partial.removeValue(forKey: Stream(instance: instance, source: source))
            }
            if let rest { add(String(decoding: rest, as: UTF8.self), source, instance) }
        }
    }

    private static func cut(_ bytes: [UInt8]) -> [UInt8] {
        bytes.count > maxLineBytes ? Array(bytes.prefix(maxLineBytes)) : bytes
    }

    private static func append(_ line: Line, _ state: inout State) {
        state.lines.append(line)
        state.bytes += line.text.utf8.count
        guard state.lines.count >= 2 * maxLines || state.bytes > maxBytes else { return }
        state.lines.removeFirst(state.lines.count / 2)
        state.bytes = state.lines.reduce(0) { $0 + $1.text.utf8.count }
    }
}
