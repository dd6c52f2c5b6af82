import CloudCore
import Synchronization

/// Writes requests to a file as they are answered: a line of JSON each, gathered in a buffer that is written when it
/// is full, and a moment after anything has come into it.
public final class RequestRecorder: Sendable {
    /// Takes bytes for the end of the file.
    public typealias Sink = @Sendable (UnsafeRawBufferPointer) throws(SystemError) -> Void

    /// The bytes from which on the buffer is written at once.
    private static let bufferBytes = 64 << 10
    /// The time after which the buffer is written however little there is in it.
    private static let flushDelay = Duration.milliseconds(200)

    private struct State: ~Copyable {
        var buffer = OutputBuffer()
        var hasAlarm = false
        var failure: SystemError?
        var lastStream = 0
    }

    private let state = Mutex(State())
    private let sink: Sink

    /// Records to `sink`.
    public init(to sink: @escaping Sink) { self.sink = sink }

    /// Records to the end of a file.
    ///
    /// - Throws: `SystemError` when the file cannot be opened.
    public convenience init(path: String) throws(SystemError) {
        let file = try RecordFile(path: path)
        self.init { (bytes) throws(SystemError) in try file.append(bytes) }
    }

    /// Why the file could not be written; from then on nothing more is recorded.
    public var failure: SystemError? { state.withLock { $0.failure } }

    /// A number for a stream that is about to be recorded.
    func nextStream() -> Int {
        state.withLock { state in
            state.lastStream += 1
            return state.lastStream
        }
    }

    /// Adds a request.
    func append(_ record: RequestRecord) {
        let needsAlarm = state.withLock { state -> Bool in
            guard state.failure == nil else { return false }
            record.json.write(to: &state.buffer)
            state.buffer.append(UInt8(ascii: "\n"))
            if state.buffer.count >= Self.bufferBytes { flush(&state) }
            guard !state.buffer.isEmpty, !state.hasAlarm else { return false }
            state.hasAlarm = true
            return true
        }
        guard needsAlarm else { return }
        // The machine's time: the file has to be there however still a virtual timeline stands.
        let timeline = RealTimeline.shared
        timeline.schedule(at: timeline.now + Self.flushDelay) { [weak self] in self?.flush() }
    }

    /// Writes what has been gathered.
    public func flush() {
        state.withLock { state in
            state.hasAlarm = false
            flush(&state)
        }
    }

    /// Under the lock, so that lines stay in their order.
    private func flush(_ state: inout State) {
        guard !state.buffer.isEmpty, state.failure == nil else { return }
        var failure: SystemError?
        state.buffer.withBytes { bytes in
            do throws(SystemError) { try sink(bytes) } catch { failure = error }
        }
        state.failure = failure
        state.buffer.removeAll(keepingAtMost: Self.bufferBytes * 2)
    }
}

/// The file behind a lock.
private final class RecordFile: Sendable {
    private let file: Mutex<AppendFile>

    init(path: String) throws(SystemError) { file = Mutex(try AppendFile(path: path)) }

    func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        // Only read, and only while this function runs.
        nonisolated(unsafe) let bytes = bytes
        let failure = file.withLock { file -> SystemError? in
            do throws(SystemError) {
                try file.append(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
