import CloudCore
import Synchronization

/// The processes of a build, one at a time.
final class BuildProcesses: Sendable {
    private struct State {
        var isStopped = false
        var process: GuardedProcess?
        var hasTimedOut = false
    }

    private let timeline: any Timeline
    private let state = Mutex(State())

    init(timeline: any Timeline) { self.timeline = timeline }

    /// Whether the build was stopped.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Ends what is running, and lets nothing more be started.
    func stop() {
        let process = state.withLock { state in
            state.isStopped = true
            return state.process
        }
        process?.kill()
    }

    /// How a process has ended.
    enum End: Equatable, Sendable {
        case status(Int32)
        /// The limit that it was given had passed.
        case timedOut
        /// The build was stopped.
        case stopped
    }

    /// Runs a program to its end, in a folder, with exactly those variables.
    ///
    /// - Parameters:
    ///   - limit: how long it may take; nil for as long as the build may.
    ///   - output: takes what it writes to its two streams, from its own thread.
    func run(
        _ command: [String], in folder: String, _ environment: [String: String], limit: Duration? = nil,
        output: @escaping @Sendable ([UInt8]) -> Void
    ) async -> End {
        if isStopped { return .stopped }
        state.withLock { $0.hasTimedOut = false }
        let alarm = limit.map { limit in
            timeline.schedule(at: timeline.now + limit) { [weak self] in self?.timeOut() }
        }
        let plan = GuardedProcess.Plan(command: command, directory: folder, environment: environment)
        let status = await withCheckedContinuation { (continuation: CheckedContinuation<Int32, Never>) in
            start(plan, output) { continuation.resume(returning: $0) }
        }
        alarm?.cancel()
        return state.withLock { state in
            state.process = nil
            return state.isStopped ? .stopped : state.hasTimedOut ? .timedOut : .status(status)
        }
    }

    private func start(
        _ plan: GuardedProcess.Plan, _ output: @escaping @Sendable ([UInt8]) -> Void,
        ended: @escaping @Sendable (Int32) -> Void
    ) {
        do throws(SystemError) {
            let process = try GuardedProcess(plan) { event in
                switch event {
                case .output(let bytes, _): output(bytes)
                case .ended(let status): ended(status)
                case .tooMuchMemory: break
                }
            }
            let isUnwanted = state.withLock { state in
                state.process = process
                return state.isStopped || state.hasTimedOut
            }
            if isUnwanted { process.kill() }
        } catch {
            output(Array("cannot start a process: \(error)\n".utf8))
            ended(126)
        }
    }

    private func timeOut() {
        let process = state.withLock { state in
            state.hasTimedOut = true
            return state.process
        }
        process?.kill()
    }
}
