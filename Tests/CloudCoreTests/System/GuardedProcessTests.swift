import Glibc
import Synchronization
import Testing

@testable import CloudCore

/// What a guarded process has told.
private final class Told: Sendable {
    private let output = Mutex<[UInt8]>([])
    private let events: AsyncStream<GuardedProcess.Event>
    private let tellNext: AsyncStream<GuardedProcess.Event>.Continuation

    init() { (events, tellNext) = AsyncStream.makeStream() }

    func tell(_ event: GuardedProcess.Event) { tellNext.yield(event) }

    /// The text until it contains a word, or until the end.
    func text(until word: String) async -> String {
        var text = ""
        for await event in events {
            if case .output(let bytes, _) = event { text += String(decoding: bytes, as: UTF8.self) }
            if case .ended = event { break }
            if text.contains(word) { break }
        }
        return text
    }

    /// How it has ended; nil when the stream is at its end before.
    func end() async -> Int32? {
        for await event in events { if case .ended(let status) = event { return status } }
        return nil
    }
}

@Suite("Guarded processes", .timeLimit(.minutes(1)))
struct GuardedProcessTests {
    private func start(
        _ script: String, memoryBytes: Int? = nil, _ told: Told
    ) throws -> GuardedProcess {
        let path = ProcessEnvironment.variables["PATH"] ?? "/usr/bin:/bin"
        return try GuardedProcess(
            GuardedProcess.Plan(
                command: ["sh", "-c", script], directory: "/", environment: ["PATH": path], processors: 1,
                memoryBytes: memoryBytes), told.tell)
    }

    /// Whether a process runs; of one that has ended, but that nobody has asked about, the command line is empty.
    private func exists(_ process: Int32) -> Bool {
        let file = open("/proc/\(process)/cmdline", O_RDONLY)
        guard file >= 0 else { return false }
        defer { close(file) }
        var byte: UInt8 = 0
        return read(file, &byte, 1) == 1
    }

    @Test(
        "What it says and how it ends is told",
        arguments: [("exit 3", 3), ("kill -KILL $$", 137), ("exit 0", 0)])
    func ends(script: String, status: Int32) async throws {
        let told = Told()
        _ = try start("echo word; \(script)", told)
        #expect(await told.text(until: "word").contains("word"))
        #expect(await told.end() == status)
    }

    @Test("SIGTERM reaches the program itself, which has time to end as it likes")
    func terminate() async throws {
        let told = Told()
        let process = try start("trap 'echo bye; exit 4' TERM; echo up; while :; do sleep 0.01; done", told)
        _ = await told.text(until: "up")
        process.terminate()
        #expect(await told.text(until: "bye").contains("bye"))
        #expect(await told.end() == 4)
        process.kill()
    }

    @Test("What it has started ends with it, even in a session of its own")
    func family() async throws {
        let told = Told()
        let process = try start(
            "sleep 1000 & echo $!; setsid sleep 1000 & echo $!; echo up; sleep 1000", told)
        let numbers = await told.text(until: "up").split(separator: "\n").compactMap { Int32($0) }
        try #require(numbers.count == 2)
        #expect(numbers.allSatisfy(exists))
        process.kill()
        #expect(await told.end() == 137)
        #expect(!numbers.contains(where: exists))
    }

    @Test("A program that uses too much memory is ended")
    func memory() async throws {
        let told = Told()
        _ = try start(
            "exec python3 -c 'x = bytearray(200 << 20); import time; time.sleep(100)'", memoryBytes: 64 << 20,
            told)
        #expect(await told.end() == 137)
    }

    @Test("A folder or program that is not there is told as shells do")
    func missing() async throws {
        let told = Told()
        _ = try GuardedProcess(
            GuardedProcess.Plan(command: ["no-such-program"], directory: "/", environment: ["PATH": "/bin"]),
            told.tell)
        #expect(await told.end() == 127)
        let other = Told()
        _ = try GuardedProcess(
            GuardedProcess.Plan(command: ["true"], directory: "/no/such", environment: ["PATH": "/bin"]),
            other.tell)
        #expect(await other.end() == 126)
    }
}
