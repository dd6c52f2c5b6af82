import Glibc

extension ChildProcess {
    /// What a program said, and how it ended.
    public struct Outcome: Sendable, Equatable {
        /// How it ended.
        public var exit: Exit
        /// What it wrote to its standard output.
        public var output: [UInt8]
        /// What it wrote to its standard error, as text.
        public var errorText: String
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: a path, or a name to be looked for in PATH.
    ///   - input: what it reads from its standard input.
    ///   - environment: all variables that it gets.
    ///   - milliseconds: how long it may take altogether.
    ///   - outputLimit: the most bytes taken of each of its streams; more of them end it.
    /// - Throws: `SystemError`: ENOENT when there is no such program, ETIMEDOUT when it takes too long, EFBIG when it
    ///   says too much. In any case it has ended.
    public static func run(
        _ program: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        milliseconds: Int32 = 10_000, outputLimit: Int = 1 << 20
    ) throws(SystemError) -> Outcome {
        let deadline = Self.milliseconds + Int64(milliseconds)
        var child = try ChildProcess(program, arguments, environment: environment)
        if !input.isEmpty {
            do throws(SystemError) {
                try child.write(input, milliseconds: milliseconds)
            } catch {
                // A program need not read all it is given; how it ends tells the rest.
                guard error.code == EPIPE else { throw error }
            }
        }
        child.endInput()
        var outcome = Outcome(exit: .status(0), output: [], errorText: "")
        try child.collect(into: &outcome, outputLimit, until: deadline)
        outcome.exit = child.wait()
        return outcome
    }

    private func collect(
        into outcome: inout Outcome, _ limit: Int, until deadline: Int64
    ) throws(SystemError) {
        var error: [UInt8] = []
        var (isOutputOpen, isErrorOpen) = (true, true)
        while isOutputOpen || isErrorOpen {
            let ready = awaitInput(output: isOutputOpen, error: isErrorOpen, until: deadline)
            guard ready.output || ready.error else { throw SystemError(call: "read", code: ETIMEDOUT) }
            if ready.output { isOutputOpen = Self.append(readOutput(milliseconds: 0), to: &outcome.output) }
            if ready.error { isErrorOpen = Self.append(readError(milliseconds: 0), to: &error) }
            guard outcome.output.count <= limit, error.count <= limit else {
                throw SystemError(call: "read", code: EFBIG)
            }
        }
        outcome.errorText = String(decoding: error, as: UTF8.self)
    }

    private static func append(_ input: Input, to bytes: inout [UInt8]) -> Bool {
        switch input {
        case .bytes(let more): bytes += more
        case .timeout: break
        case .end: return false
        }
        return true
    }
}
