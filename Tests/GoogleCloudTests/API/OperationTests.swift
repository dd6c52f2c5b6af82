import CloudCore
import Synchronization
import Testing

@testable import GoogleCloud

@Suite("Long-running operations and listings")
struct OperationTests {
    private let timeline = VirtualTimeline(mode: .automatic)

    private func operation(_ transport: ScriptedTransport, _ first: JSON) -> PendingOperation<String> {
        PendingOperation(.scripted(transport, timeline: timeline, retry: .standard), version: "v1", first) {
            $1.text("name")
        }
    }

    @Test("An operation is asked for at growing intervals until it has ended, and tells of each state")
    func waits() async throws {
        let start = timeline.now
        let asked = Mutex<[Duration]>([])
        let transport = ScriptedTransport { [timeline] _, number in
            asked.withLock { $0.append(timeline.now - start) }
            return number < 4
                ? .json(["name": "operations/o", "metadata": ["progress": .int(Int64(number))]])
                : .json(["name": "operations/o", "done": true, "response": ["name": "made"]])
        }
        var seen: [JSON] = []
        let polling = OperationPolling(initialDelay: .seconds(1), maxDelay: .seconds(3), multiplier: 2)
        let made = try await operation(transport, ["name": "operations/o"])
            .value(polling: polling) { seen.append($0.metadata) }
        #expect(made == "made")
        #expect(transport.requests.map(\.summary) == Array(repeating: "GET /v1/operations/o", count: 4))
        #expect(asked.withLock { $0 } == [.seconds(1), .seconds(3), .seconds(6), .seconds(9)])
        #expect(seen == [.null, ["progress": 1], ["progress": 2], ["progress": 3], .null])
    }

    @Test("An operation that has ended already is not asked for")
    func done() async throws {
        let transport = ScriptedTransport([.json([:])])
        let made = try await operation(transport, ["done": true, "response": ["name": "x"]]).value()
        #expect(made == "x" && transport.requests.isEmpty)
    }

    @Test("The error of an operation is thrown with its code and details")
    func failed() async {
        let error: JSON = [
            "code": 9, "message": "no",
            "details": [["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "5s"]],
        ]
        let pending = operation(ScriptedTransport([.json([:])]), ["name": "o", "done": true, "error": error])
        let status = await failure { try await pending.value() }
        #expect(status == Status(.failedPrecondition, "no", details: [.retryInfo(delay: .seconds(5))]))
    }

    @Test("An operation that does not end in time is named, and was asked for once more at the end")
    func timeout() async {
        let start = timeline.now
        let transport = ScriptedTransport([.json(["name": "operations/o"])])
        let status = await failure {
            try await operation(transport, ["name": "operations/o"]).value(timeout: .seconds(60))
        }
        #expect(status?.code == .deadlineExceeded && status?.message.contains("operations/o") == true)
        #expect(timeline.now - start == .seconds(60))
    }

    @Test("A failing question is repeated; what is permanent ends the wait")
    func failingQuestions() async throws {
        let transport = ScriptedTransport([
            .failure(Status(.unavailable, "x")),
            .json(["name": "o", "done": true, "response": ["name": "y"]]),
        ])
        #expect(try await operation(transport, ["name": "o"]).value() == "y")
        let refused = ScriptedTransport([.failure(Status(.permissionDenied, "no"))])
        #expect(
            await failure { try await operation(refused, ["name": "o"]).value() }?.code == .permissionDenied)
    }

    @Test("Pages are fetched only as far as somebody reads")
    func lazyPages() async throws {
        let transport = ScriptedTransport { _, number in
            .json([
                "items": [.int(Int64(number * 2)), .int(Int64(number * 2 + 1))],
                "nextPageToken": .string("t\(number)"),
            ])
        }
        let listing = Listing(
            api: .scripted(transport), path: "/v1/x", query: [("filter", "a b")], items: "items", pageSize: 2
        ) { $0.intValue ?? 0 }
        var read: [Int64] = []
        for try await number in listing {
            read.append(number)
            if read.count == 3 { break }
        }
        #expect(read == [2, 3, 4])
        #expect(
            transport.requests.map(\.summary) == [
                "GET /v1/x?filter=a%20b&pageSize=2", "GET /v1/x?filter=a%20b&pageSize=2&pageToken=t1",
            ])
    }
}
