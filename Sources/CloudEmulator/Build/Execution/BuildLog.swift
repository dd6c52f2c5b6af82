import CloudCore
import Synchronization

/// The log of a build: kept up to a limit, and written out while it grows.
final class BuildLog: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isFull = false
        /// How much of it was written out, and when.
        var written = 0
        var writtenAt: Instant?
        /// Why it cannot be written out.
        var problem: Status?
    }

    /// How often a log that grows is written out: each time all of it, for objects cannot be appended to.
    static let interval = Duration.seconds(1)

    private let limit: Int
    private let timeline: any Timeline
    private let streams: Bool
    private let write: @Sendable ([UInt8]) throws(Status) -> Void
    private let state = Mutex(State())

    /// Makes an empty log.
    ///
    /// - Parameter streams: whether it is written out before its end.
    init(
        limit: Int, timeline: any Timeline, streams: Bool,
        write: @escaping @Sendable ([UInt8]) throws(Status) -> Void
    ) {
        self.limit = limit
        self.timeline = timeline
        self.streams = streams
        self.write = write
    }

    /// What was logged so far.
    var bytes: [UInt8] { state.withLock { $0.bytes } }

    /// Adds a line.
    func line(_ text: String) { append(Array("\(text)\n".utf8)) }

    /// Adds bytes as they are.
    func append(_ bytes: [UInt8]) {
        let isDue = state.withLock { state in
            guard !state.isFull else { return false }
            let room = limit - state.bytes.count
            state.bytes += bytes.prefix(room)
            if bytes.count > room {
                state.isFull = true
                state.bytes += "\nThe log has reached \(limit) bytes; what follows is not kept.\n".utf8
            }
            return state.writtenAt.map { $0 + Self.interval <= timeline.now } ?? true
        }
        if isDue { flush() }
    }

    /// Writes out what has not been yet.
    ///
    /// - Returns: why that fails.
    @discardableResult func flush(isLast: Bool = false) -> Status? {
        guard streams || isLast else { return nil }
        let bytes = state.withLock { state -> [UInt8]? in
            guard state.bytes.count > state.written else { return nil }
            state.writtenAt = timeline.now
            state.written = state.bytes.count
            return state.bytes
        }
        guard let bytes else { return state.withLock { $0.problem } }
        do throws(Status) { try write(bytes) } catch {
            state.withLock { $0.problem = error }
        }
        return state.withLock { $0.problem }
    }
}

/// Puts a prefix in front of each line of what a step says, in whatever pieces it comes.
final class LinePrefixer: Sendable {
    private let prefix: [UInt8]
    private let rest = Mutex<[UInt8]>([])
    private let take: @Sendable ([UInt8]) -> Void

    /// A line that is longer is taken in pieces.
    static let maxLineBytes = 64 << 10

    init(_ prefix: String, _ take: @escaping @Sendable ([UInt8]) -> Void) {
        self.prefix = Array(prefix.utf8)
        self.take = take
    }

    /// Takes a piece.
    func append(_ bytes: [UInt8]) {
        let lines = rest.withLock { rest -> [UInt8] in
            rest += bytes
            var lines: [UInt8] = []
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines += prefix + rest[...end]
                rest.removeFirst(end + 1)
            }
            if rest.count > Self.maxLineBytes {
                lines += prefix + rest + [UInt8(ascii: "\n")]
                rest = []
            }
            return lines
        }
        if !lines.isEmpty { take(lines) }
    }

    /// Takes what was left without an end of its line.
    func finish() {
        let left = rest.withLock { rest -> [UInt8] in
            defer { rest = [] }
            return rest
        }
        if !left.isEmpty { take(prefix + left + [UInt8(ascii: "\n")]) }
    }
}
