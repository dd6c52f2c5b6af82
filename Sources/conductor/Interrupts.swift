// DispatchSourceSignal is safe to cancel from any thread, but Dispatch does not say so yet.
@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM: the first asks for a graceful end, the second ends the process at once.
struct Interrupts: Sendable {
    /// The exit status of an interrupted command, as shells know it.
    static let exitStatus: Int32 = 130

    private let first: AsyncStream<Void>

    /// Takes both signals over, for the rest of the process.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingOldest(1))
        first = stream
        let queue = DispatchQueue(label: "rehearsal.interrupts")
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        let seen = Counter()
        for source in sources {
            source.setEventHandler {
                if seen.next() > 1 { _exit(Self.exitStatus) }
                continuation.yield()
            }
            source.resume()
        }
        // The stream's owner keeps the sources alive.
        continuation.onTermination = { _ in for source in sources { source.cancel() } }
    }

    /// Runs `body`; when the first signal comes, `body` is cancelled.
    ///
    /// - Throws: `Interrupted`, or what `body` throws.
    func whileUninterrupted<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in first { throw Interrupted() }
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let result = ended { return result }
            }
            throw CancellationError()
        }
    }
}

/// The user has ended the command.
struct Interrupted: Error, CustomStringConvertible {
    var description: String { "interrupted" }
}

/// Counts signals; used on one queue alone.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
