import CLinux
import Glibc
import Synchronization

/// A program with all that it starts, none of which outlives this process, however that ends.
///
/// Between the two stands a shell that leads their process group and waits for the end of a pipe whose other end this
/// process alone has. The system closes it even when this process is killed; the shell then kills the whole group. (The
/// signal that Linux can send to a child when its parent ends cannot be asked for through posix_spawn.)
///
/// What has left the group, as daemons do, is found by a variable in its environment that only the program's own processes
/// have, REHEARSAL_GUARD.
///
/// What a program says, and how it ends, is told from a thread of its own.
public final class GuardedProcess: Sendable {
    /// What a program is started with.
    public struct Plan: Sendable {
        /// The program, a path or a name to be looked for in PATH, and its arguments.
        public var command: [String]
        /// The folder in which it starts.
        public var directory: String
        /// All variables that it gets.
        public var environment: [String: String]
        /// The most processors that it may use at a time; nil for all.
        public var processors: Int?
        /// The most memory that it may have resident with all that it has started; more of it ends it. Looked at about
        /// once a second.
        public var memoryBytes: Int?

        /// Makes a plan from its parts.
        public init(
            command: [String], directory: String, environment: [String: String], processors: Int? = nil,
            memoryBytes: Int? = nil
        ) {
            self.command = command
            self.directory = directory
            self.environment = environment
            self.processors = processors
            self.memoryBytes = memoryBytes
        }
    }

    /// What happens to a program.
    public enum Event: Sendable, Equatable {
        /// It has written bytes to its standard output or error.
        case output([UInt8], isError: Bool)
        /// It has been ended for using so much memory.
        case tooMuchMemory(bytes: Int)
        /// It has ended, and all that it started with it; nothing is told after this. A program that a signal has ended
        /// has the status 128 and the signal's number, as shells say it.
        case ended(status: Int32)
    }

    private struct State {
        var hasEnded = false
        /// The end of the pipe whose closing ends the program.
        var life: Int32
    }

    private let shell: pid_t
    private let state: Mutex<State>

    /// Starts a program.
    ///
    /// - Parameter tell: called from the program's own thread.
    /// - Throws: `SystemError` when there are no processes, pipes or threads left. A program that does not exist ends
    ///   with the status 127, as shells say it.
    public init(_ plan: Plan, _ tell: @escaping @Sendable (Event) -> Void) throws(SystemError) {
        let pipes = try ChildPipes()
        shell = try ProcessSpawn.start(
            "/bin/sh", ["-c", Self.script, "guard", Self.nextMark(), plan.directory] + plan.command,
            plan.environment,
            streams: pipes.theirs)
        if let processors = plan.processors {
            _ = rehearsal_limit_processors(shell, Int32(clamping: processors))
        }
        let (life, output, error) = pipes.takeOwnEnds()
        state = Mutex(State(life: life))
        // The shell begins with a line, so that nothing has been started before its limits are in place.
        _ = Glibc.write(life, "\n", 1)
        let watch = GuardWatch(shell: shell, output: output, error: error, memoryBytes: plan.memoryBytes)
        do throws(SystemError) {
            try SystemThread.start { [self] in
                watch.run(tell) { markEnded() }
            }
        } catch {
            kill()
            throw error
        }
    }

    /// Asks it to end, with SIGTERM to the program itself, as a container's first process gets it.
    public func terminate() {
        // What has ended is still there until its watch says so, so its number means nobody else meanwhile.
        state.withLock { if !$0.hasEnded { _ = Glibc.kill(shell, SIGTERM) } }
    }

    /// Ends it, and all that it has started, at once: what its guard does when this process ends.
    public func kill() {
        state.withLock { state in
            if state.life >= 0 { close(state.life) }
            state.life = -1
        }
    }

    private func markEnded() {
        state.withLock { state in
            killpg(shell, SIGKILL)
            waitpid(shell, nil, 0)
            state.hasEnded = true
            if state.life >= 0 { close(state.life) }
            state.life = -1
        }
    }

    /// What no process of another program has in its environment.
    private static func nextMark() -> String {
        "\(getpid())-\(markCount.add(1, ordering: .relaxed).newValue)-\(UInt64.random(in: .min ... .max))"
    }

    private static let markCount = Atomic<UInt64>(0)

    /// $1 is the mark and $2 the folder; the program and its arguments follow. The mark is not in the environment of the
    /// shells. The inner one ignores SIGTERM, which a program has time to heed; the outer one passes it on.
    private static let script = """
        exec 3<&0 </dev/null
        read -r begin <&3 || exit 143
        mark=$1
        sweep() {
            for file in $(grep -lsF "REHEARSAL_GUARD=$mark" /proc/[0-9]*/environ); do
                process=${file#/proc/}
                kill -KILL "${process%/environ}"
            done
        }
        (trap '' TERM; read -r end <&3; sweep; kill -KILL 0) >/dev/null 2>&1 &
        cd "$2" || exit 126
        shift 2
        trap 'kill -TERM $program 2>/dev/null' TERM
        REHEARSAL_GUARD=$mark "$@" 3<&- &
        program=$!
        wait $program
        status=$?
        while kill -0 $program 2>/dev/null; do wait $program; status=$?; done
        sweep 2>/dev/null
        exit $status
        """
}
