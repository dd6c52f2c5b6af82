import CloudCore
import Foundation
import Testing

@testable import PubSubEmulator

/// A log that cannot be written, because the disk is full for example: the process ends before it has told anybody of
/// a change that it could not keep, and says why.
struct FullDiskTests {
    private static let largeText = String(repeating: "x", count: 1_000)

    /// Where the process of the test and the one that ends both look.
    private static func folder(of process: Int32) -> String {
        NSTemporaryDirectory() + "rehearsal-full-disk-\(process)"
    }

    /// Lets no file of this process have more bytes: a write beyond is cut off, and the next one fails.
    private static func limitFiles(to bytes: UInt) {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }

    @Test("Nothing is acknowledged that could not be written, all else is kept, and the error is told")
    func fullDisk() async throws {
        let folder = Self.folder(of: getpid())
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = await #expect(
            processExitsWith: .exitCode(1), observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            let emulator = Emulator(timeline: VirtualTimeline())
            _ = try emulator.keepData(in: FullDiskTests.folder(of: getppid())) { status in
                StandardStream.error.writeLine("\(status.code.name): \(status.message)")
                exit(1)
            }
            try emulator.createTopic("topic")
            try emulator.createSubscription("sub", topic: "topic")
            FullDiskTests.limitFiles(to: 100_000)
            for number in 0..<1_000 {
                try emulator.publish("\(number) \(FullDiskTests.largeText)", to: "topic")
                StandardStream.output.writeLine("published \(number)")
                if number % 2 == 0 {
                    try emulator.pull("sub", max: 1)[0].ack()
                    StandardStream.output.writeLine("acknowledged \(number / 2)")
                }
            }
        }
        let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(said.contains("INTERNAL: \(folder)/log cannot be used: write: File too large"), "\(said)")

        let emulator = Emulator(timeline: VirtualTimeline())
        let report = try emulator.keepData(in: folder) { fatalError("\($0)") }
        #expect(report.tornAt != nil, "what was cut off is dropped")
        let numbers = { (prefix: String) in
            Set(
                output.split(separator: "\n").filter { $0.hasPrefix(prefix) }.compactMap {
                    $0.split(separator: " ").last
                })
        }
        let kept = Set(try emulator.pull("sub").compactMap { $0.message.text.split(separator: " ").first })
        let (published, acknowledged) = (numbers("published"), numbers("acknowledged"))
        #expect(published.count > 50 && acknowledged.count > 20)
        #expect(published.subtracting(acknowledged).isSubset(of: kept), "nothing is lost")
        #expect(kept.isDisjoint(with: acknowledged), "nothing comes again")
        try emulator.publish("more", to: "topic")
    }

    @Test(
        "When the log has grown and cannot be written anew, the process ends, and the former log has everything"
    )
    func noRoomToCompact() async throws {
        let folder = Self.folder(of: getpid()) + "-compact"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        await #expect(processExitsWith: .exitCode(1)) {
            let folder = FullDiskTests.folder(of: getppid()) + "-compact"
            let emulator = Emulator(timeline: VirtualTimeline())
            _ = try emulator.keepData(in: folder) { _ in exit(1) }
            try emulator.createTopic("topic")
            try emulator.createSubscription("sub", topic: "topic")
            // Where the new log would be written.
            try FileManager.default.createDirectory(
                atPath: folder + "/log.new", withIntermediateDirectories: false)
            let text = String(repeating: "x", count: 8 << 20)
            for _ in 0..<16 { try emulator.publish(text, to: "topic") }
        }
        // Nor can it be at the next start, which leaves all as it is.
        let before = FileManager.default.contents(atPath: folder + "/log")
        let refused = refusal {
            try Emulator(timeline: VirtualTimeline()).keepData(in: folder) { fatalError("\($0)") }
        }
        #expect(refused?.code == .internal && refused?.message.contains("log cannot be used: open") == true)
        #expect(FileManager.default.contents(atPath: folder + "/log") == before)
        try FileManager.default.removeItem(atPath: folder + "/log.new")
        let emulator = Emulator(timeline: VirtualTimeline())
        #expect(try emulator.keepData(in: folder) { fatalError("\($0)") }.tornAt == nil)
        let kept = try emulator.statistics(of: "sub").unacknowledged
        #expect(kept == 8, "8 MiB each, and beyond 64 MiB the log is written anew")
    }
}
