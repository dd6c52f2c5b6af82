import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Long-running operations")
struct OperationStoreTests {
    private let now = Instant(nanoseconds: 1_900_000_000_000_000_000)
    private let parent = "projects/p/locations/l"

    private func packed(_ name: String) -> OperationOutcome {
        var request = Longrunning.OperationNameRequest()
        request.name = name
        return .response(AnyMessage(packing: request, "google.longrunning.GetOperationRequest"))
    }

    @Test("one whose end is known is done from that instant on, not before")
    func timed() throws {
        var store = OperationStore()
        let begun = store.begin(in: parent, finishing: now + .seconds(5), with: packed("x"), at: now)
        #expect(!begun.done)
        #expect(try !store.operation(begun.name, at: now + .nanoseconds(4_999_999_999)).done)
        let done = try store.operation(begun.name, at: now + .seconds(5))
        #expect(done.done)
        #expect(try done.response?.unpack(Longrunning.OperationNameRequest.self).name == "x")
        #expect(done.error == nil)
    }

    @Test("one that fails has an error and no response")
    func failed() throws {
        var store = OperationStore()
        let begun = store.begin(in: parent, at: now)
        store.finish(begun.name, with: .failure(Status(.notFound, "gone")), at: now)
        let done = try store.operation(begun.name, at: now)
        #expect(done.error?.status == Status(.notFound, "gone"))
        #expect(done.response == nil)
    }

    @Test("cancelling ends one that goes on, and leaves alone what has ended")
    func cancel() throws {
        var store = OperationStore()
        let (first, second) = (store.begin(in: parent, at: now), store.begin(in: parent, at: now))
        #expect(first.name != second.name)
        store.finish(first.name, with: packed("x"), at: now)
        for name in [first.name, second.name] { try store.cancel(name, at: now) }
        #expect(try store.operation(first.name, at: now).error == nil)
        #expect(try store.operation(second.name, at: now).error?.code == Status.Code.cancelled.rawValue)
        #expect(throws: Status.self) { try store.cancel("projects/p/locations/l/operations/none", at: now) }
    }

    @Test("no more are remembered than the limit, those that go on among them")
    func bounded() throws {
        var store = OperationStore()
        let first = store.begin(in: parent, at: now)
        for _ in 0..<OperationStore.maxOperations + 5 {
            _ = store.begin(in: parent, finishing: now, with: packed("x"), at: now)
        }
        let all = try PageRequest(size: .max, token: "", standard: 1, most: .max)
        #expect(store.list(parent, all, at: now).page.count <= OperationStore.maxOperations)
        #expect(try !store.operation(first.name, at: now).done)
    }

    @Test("pages go on where they left off, whatever has been forgotten in between")
    func pages() throws {
        var store = OperationStore()
        let names = (0..<5).map { _ in store.begin(in: parent, at: now).name }
        let first = try PageRequest(size: 2, token: "", standard: 1, most: 10)
        let begun = store.list(parent, first, at: now)
        #expect(begun.page.map(\.name) == Array(names[..<2]))
        try store.delete(names[0])
        let rest = try PageRequest(size: 5, token: begun.nextToken, standard: 1, most: 10)
        let ended = store.list(parent, rest, at: now)
        #expect(ended.page.map(\.name) == Array(names[2...]))
        #expect(ended.nextToken.isEmpty)
    }

    @Test("a packed message is an object with its type in JSON, and survives both forms")
    func json() throws {
        var store = OperationStore()
        let operation = store.begin(in: parent, finishing: now, with: packed("x"), at: now)
        let text = ProtoJSONEncoder.text(of: operation)
        #expect(
            text.hasSuffix(
                #""done":true,"response":{"@type":"type.googleapis.com/google.longrunning.GetOperationRequest","name":"x"}}"#
            ))
        let read = try ProtoJSONDecoder.decode(Longrunning.Operation.self, from: JSON.parse(text))
        #expect(try read.response?.unpack(Longrunning.OperationNameRequest.self).name == "x")
        let bytes = ProtobufEncoder.bytes(of: operation)
        let wired = try bytes.withUnsafeBytes { (bytes) throws(Status) in
            try ProtobufDecoder.decode(Longrunning.Operation.self, from: bytes)
        }
        #expect(try wired.response?.unpack(Longrunning.OperationNameRequest.self).name == "x")
    }
}
