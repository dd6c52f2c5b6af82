import Glibc

/// A program that this process has started, with pipes to what it reads and from what it says.
///
/// It gets the environment that it is given and nothing else, no descriptor but its three streams, default signals,
/// and a process group of its own, so that whatever it starts can be ended with it. All calls block; none of them
/// longer than its deadline. It is killed when the value goes.
public struct ChildProcess: ~Copyable {
    /// How a program ended.
    public enum Exit: Equatable, Sendable {
        /// It returned so many.
        case status(Int32)
        /// The signal of that number ended it.
        case signal(Int32)
    }

    /// What a read found.
    public enum Input: Equatable, Sendable {
        /// Bytes, at least one.
        case bytes([UInt8])
        /// The program says nothing more.
        case end
        /// Nothing came in time.
        case timeout
    }

    private let process: pid_t
    private var exit: Exit?
    private var input: Int32
    private let output: Int32
    private let error: Int32

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: a path, or a name to be looked for in this process's PATH.
    ///   - arguments: those behind the program's own name.
    ///   - environment: all variables that it gets.
    /// - Throws: `SystemError`, for example ENOENT when there is no such program.
    public init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws(SystemError) {
        let pipes = try ChildPipes()
        process = try ProcessSpawn.start(program, arguments, environment, streams: pipes.theirs)
        (input, output, error) = pipes.takeOwnEnds()
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(input)
        close(output)
        close(error)
        guard exit == nil else { return }
        killpg(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    // MARK: Its streams

    /// Writes to its standard input.
    ///
    /// - Throws: `SystemError`: EPIPE when it reads no more, ETIMEDOUT when it has not read all of it in time.
    public mutating func write(_ bytes: [UInt8], milliseconds: Int32) throws(SystemError) {
        let deadline = Self.milliseconds + Int64(milliseconds)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Self.writeWithoutSignal(input, rest)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                let left = deadline - Self.milliseconds
                guard left > 0, Self.poll(input, POLLOUT, left) else {
                    throw SystemError(call: "write", code: ETIMEDOUT)
                }
            } else if errno != EINTR {
                throw .last("write")
            }
        }
    }

    /// Tells it that nothing more will come on its standard input.
    public mutating func endInput() {
        close(input)
        input = -1
    }

    /// Reads from its standard output, at most 64 KiB.
    public func readOutput(milliseconds: Int32) -> Input { Self.read(output, milliseconds) }

    /// Reads from its standard error, at most 64 KiB.
    public func readError(milliseconds: Int32) -> Input { Self.read(error, milliseconds) }

    // MARK: Its end

    /// Ends it, and whatever it has started in its process group, at once.
    public func kill() { killpg(process, SIGKILL) }

    /// Waits for its end.
    public mutating func wait() -> Exit {
        if let exit { return exit }
        let result = ProcessSpawn.wait(for: process)
        exit = result
        return result
    }

    // MARK: System calls

    /// A clock for deadlines.
    static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Waits until its standard output or error has something to read or is at its end; false when neither is.
    func awaitInput(output wantsOutput: Bool, error wantsError: Bool, until deadline: Int64) -> (
        output: Bool, error: Bool
    ) {
        var entries = [
            pollfd(fd: wantsOutput ? output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wantsError ? error : -1, events: Int16(POLLIN), revents: 0),
        ]
        let left = Int32(clamping: max(0, deadline - Self.milliseconds))
        guard Glibc.poll(&entries, 2, left) > 0 else { return (false, false) }
        return (entries[0].revents != 0, entries[1].revents != 0)
    }

    private static func poll(_ descriptor: Int32, _ events: Int32, _ milliseconds: Int64) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return Glibc.poll(&entry, 1, Int32(clamping: milliseconds)) > 0
    }

    private static func read(_ descriptor: Int32, _ milliseconds: Int32) -> Input {
        guard poll(descriptor, POLLIN, Int64(milliseconds)) else { return .timeout }
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(Glibc.read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
        return bytes.isEmpty ? .end : .bytes(bytes)
    }

    /// A pipe has no MSG_NOSIGNAL: the signal of a program that reads no more is kept off this thread, and taken.
    private static func writeWithoutSignal(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
        var pipeSignal = sigset_t()
        var former = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, &former)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let code = errno
        if count < 0, code == EPIPE {
            var none = timespec()
            sigtimedwait(&pipeSignal, nil, &none)
        }
        pthread_sigmask(SIG_SETMASK, &former, nil)
        errno = code
        return count
    }
}
