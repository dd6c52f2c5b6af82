import CloudCore
import Glibc
import Testing

@Suite struct ChildProcessTests {
    @Test func `a program reads its input, says something on both streams and ends`() throws {
        let outcome = try ChildProcess.run(
            "/bin/sh", ["-c", "cat; echo problem >&2; exit 3"], input: Array("hello".utf8))
        #expect(outcome.output == Array("hello".utf8))
        #expect(outcome.errorText == "problem\n")
        #expect(outcome.exit == .status(3))
    }

    @Test func `both streams are read however much comes on each`() throws {
        let script = "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"
        let outcome = try ChildProcess.run("sh", ["-c", script])
        #expect(outcome.output.count == 300_000)
        #expect(outcome.errorText.utf8.count == 300_000)
    }

    @Test func `a program gets its environment and nothing of ours`() throws {
        let outcome = try ChildProcess.run("env", [], environment: ["ANSWER": "42"])
        #expect(String(decoding: outcome.output, as: UTF8.self) == "ANSWER=42\n")
    }

    @Test func `a program gets none of our descriptors, marked or not`() throws {
        let unmarked = dup(1)
        defer { close(unmarked) }
        let outcome = try ChildProcess.run("sh", ["-c", "test -e /proc/self/fd/\(unmarked)"])
        #expect(outcome.exit == .status(1))
    }

    @Test func `a program in the foreground ends as it likes, and gets its environment`() throws {
        let script = "test \"$ANSWER\" = 42 && exit 7"
        let exit = try ChildProcess.runInForeground("/bin/sh", ["-c", script], environment: ["ANSWER": "42"])
        #expect(exit == .status(7))
        #expect(throws: SystemError(call: "posix_spawn", code: ENOENT)) {
            try ChildProcess.runInForeground("/no/such/program", [], environment: [:])
        }
    }

    @Test func `a program that does not exist is named by the system's error`() {
        #expect(throws: SystemError(call: "posix_spawn", code: ENOENT)) {
            try ChildProcess.run("/no/such/program", [])
        }
    }

    @Test func `a program that takes too long is ended`() {
        #expect(throws: SystemError(call: "read", code: ETIMEDOUT)) {
            try ChildProcess.run("sleep", ["1000"], milliseconds: 1)
        }
    }

    @Test func `a program that says too much is ended`() {
        #expect(throws: SystemError(call: "read", code: EFBIG)) {
            try ChildProcess.run("cat", ["/dev/zero"], outputLimit: 100_000)
        }
    }

    @Test func `a program that reads nothing does not stop us`() throws {
        let outcome = try ChildProcess.run("true", [], input: [UInt8](repeating: 1, count: 1 << 20))
        #expect(outcome.exit == .status(0))
    }

    @Test func `what a program has started ends with it`() throws {
        var child = try ChildProcess("sh", ["-c", "sleep 1000 & echo $!; wait"])
        guard case .bytes = child.readOutput(milliseconds: 10_000) else {
            Issue.record("nothing was said")
            return
        }
        child.kill()
        #expect(child.wait() == .signal(SIGKILL))
        // Its end of the pipe is closed when it is gone, too.
        #expect(child.readOutput(milliseconds: 10_000) == .end)
    }

    @Test func `a conversation goes back and forth`() throws {
        var child = try ChildProcess("cat", [])
        for line in ["one\n", "two\n"] {
            try child.write(Array(line.utf8), milliseconds: 10_000)
            #expect(child.readOutput(milliseconds: 10_000) == .bytes(Array(line.utf8)))
        }
        #expect(child.readOutput(milliseconds: 0) == .timeout)
        child.endInput()
        #expect(child.readOutput(milliseconds: 10_000) == .end)
        #expect(child.wait() == .status(0))
    }
}
