import CloudCore
import Dispatch
import Glibc

/// Runs a program to its end, with bytes for its input, a bound on its output and a bound on its time.
///
/// The one place where this target starts processes. It blocks: callers are never on an event loop.
struct ChildProcess {
    /// The program, looked up along PATH, and its arguments.
    var arguments: [String]
    /// What it reads from its standard input; at most 64 KiB, which a pipe takes without a reader.
    var input: [UInt8] = []
    /// The most real time that it may take.
    var timeout = Duration.seconds(30)
    /// The most bytes that it may print.
    var maxOutputBytes = 64 << 10

    /// Runs it and returns what it printed.
    ///
    /// - Throws: FAILED_PRECONDITION when it cannot be started, INTERNAL when it fails, DEADLINE_EXCEEDED after
    ///   `timeout`; it has ended then, in each case.
    func run() throws(Status) -> [UInt8] {
        guard let program = arguments.first else { throw Status(.internal, "No program to run.") }
        guard input.count <= 64 << 10 else { throw Status(.internal, "Too much input for \(program).") }
        let standardInput = try Pipe()
        let standardOutput = try Pipe()
        let process = try spawn(program, standardInput, standardOutput)
        standardOutput.closeWritingEnd()
        // While this process holds the reading end, too, a child that has gone already is no broken pipe.
        standardInput.write(input)
        standardInput.closeWritingEnd()
        standardInput.closeReadingEnd()
        let deadline = DispatchTime.now().uptimeNanoseconds + UInt64(max(timeout.clampedNanoseconds, 0))
        let output = standardOutput.read(max: maxOutputBytes, until: deadline)
        if output == nil { kill(process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard let output else {
            throw Status(
                .deadlineExceeded, "\(program) did not end within \(timeout.shortText), or printed too much.")
        }
        guard status == 0 else { throw Status(.internal, "\(program) failed (status \(status >> 8)).") }
        return output
    }

    private func spawn(_ program: String, _ input: Pipe, _ output: Pipe) throws(Status) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input.readingEnd, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writingEnd, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // This process may have blocked the signals that end it; the child must not inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, program, &actions, &attributes, &pointers, environ)
        guard failure == 0 else {
            throw Status(
                .failedPrecondition, "\(program) cannot be run: \(String(cString: strerror(failure))).")
        }
        return process
    }
}

/// A pipe whose ends are closed once each.
private final class Pipe {
    private(set) var readingEnd: Int32
    private(set) var writingEnd: Int32

    init() throws(Status) {
        var ends: [Int32] = [-1, -1]
        // A pair of sockets rather than a pipe: made so that no other child inherits them, in one step.
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw Status(.resourceExhausted, "No pipe: \(String(cString: strerror(errno))).")
        }
        readingEnd = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        closeReadingEnd()
        closeWritingEnd()
    }

    func closeReadingEnd() { Self.close(&readingEnd) }

    func closeWritingEnd() { Self.close(&writingEnd) }

    private static func close(_ end: inout Int32) {
        if end >= 0 { Glibc.close(end) }
        end = -1
    }

    /// Writes everything, or as much as the other end takes before it goes away.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(writingEnd, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Everything up to the end; nil when it is too much or does not come in time.
    func read(max: Int, until deadline: UInt64) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let now = DispatchTime.now().uptimeNanoseconds
            guard now < deadline else { return nil }
            var poll = pollfd(fd: readingEnd, events: Int16(POLLIN), revents: 0)
            let ready = Glibc.poll(&poll, 1, Int32(clamping: (deadline - now) / 1_000_000 + 1))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(readingEnd, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? bytes : nil }
            guard bytes.count + count <= max else { return nil }
            bytes += chunk[..<count]
        }
    }
}
