import CloudCore
import Synchronization
import Testing

@testable import RPCServer

/// A call whose answers are taken when the test says so.
private final class SlowCall: PendingCall {
    private struct State {
        var isWritable = true
        var sent: [[UInt8]] = []
        var end: Status??
    }

    private let state = Mutex(State())

    func send(_ message: consuming OutputBuffer) {
        let bytes = message.copyBytes()
        state.withLock { state in
            state.sent.append(bytes)
            state.isWritable = false
        }
    }

    func finish(_ failure: Status?) { state.withLock { $0.end = .some(failure) } }
    var isWritable: Bool { state.withLock { $0.isWritable } }
    func onCancel(_ action: @escaping @Sendable () -> Void) {}

    func take() { state.withLock { $0.isWritable = true } }
    var sentCount: Int { state.withLock { $0.sent.count } }
    var end: Status?? { state.withLock { $0.end } }
}

@Suite("Server reflection")
struct ReflectionServiceTests {
    let service = ReflectionService(describing: [
        .unary("/test.v1.Notes/Echo") { (note: Note, _) throws(Status) -> Note in note }
    ])

    private func ask(_ change: (inout ServerReflectionRequest) -> Void) -> ServerReflectionResponse {
        var request = ServerReflectionRequest()
        request.host = "here"
        change(&request)
        let response = service.answer(request)
        #expect(response.validHost == "here")
        #expect(response.originalRequest == request)
        return response
    }

    @Test("Lists the services, its own among them")
    func services() {
        let services = ask { $0.listServices = "*" }.listServicesResponse?.service.map(\.name)
        #expect(
            services == [
                "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                "test.v1.Notes",
            ])
    }

    @Test(
        "Finds the file of a service, a method and a message",
        arguments: ["test.v1.Notes", "test.v1.Notes.Echo", "test.v1.Note"])
    func symbols(symbol: String) throws {
        let bySymbol = ask { $0.fileContainingSymbol = symbol }
        let byName = ask { $0.fileByFilename = "test/v1.proto" }
        let files = try #require(bySymbol.fileDescriptorResponse?.fileDescriptorProto)
        #expect(files == byName.fileDescriptorResponse?.fileDescriptorProto)
        let file = try files[0].withUnsafeBytes {
            try ProtobufDecoder.decode(FileDescriptorProto.self, from: $0)
        }
        #expect(file.package == "test.v1")
        #expect(file.messageType.map(\.name) == ["Note"])
    }

    @Test("What there is not is answered with an error, and the stream goes on")
    func errors() {
        let notFound = Status.Code.notFound.rawValue
        #expect(ask { $0.fileByFilename = "x.proto" }.errorResponse?.errorCode == notFound)
        let symbol = ask { $0.fileContainingSymbol = "test.v1.X" }.errorResponse
        #expect(symbol?.errorMessage == "Symbol not found: test.v1.X")
        let wanted = ExtensionRequest(containingType: "test.v1.Note", extensionNumber: 3)
        #expect(ask { $0.fileContainingExtension = wanted }.errorResponse?.errorCode == notFound)
        #expect(ask { $0.allExtensionNumbersOfType = "test.v1.X" }.errorResponse?.errorCode == notFound)
        let none = ask { $0.allExtensionNumbersOfType = "test.v1.Note" }.allExtensionNumbersResponse
        #expect(none?.extensionNumber == [])
        #expect(ask { _ in }.errorResponse?.errorCode == Status.Code.invalidArgument.rawValue)
    }

    @Test("Answers no faster than they are taken, and ends after the last")
    func paced() {
        let call = SlowCall()
        let stream = ReflectionStream(service, ResponseStream(call: call))
        for _ in 0..<3 { stream.receive(ServerReflectionRequest()) }
        stream.halfClose()
        for sent in 1...3 {
            #expect(call.sentCount == sent)
            #expect((call.end == nil) == (sent < 3))
            call.take()
            stream.writable()
        }
        #expect(call.end == .some(nil))
    }

    @Test("Too many questions that wait end the stream")
    func bounded() {
        let call = SlowCall()
        let stream = ReflectionStream(service, ResponseStream(call: call))
        for _ in 0...ReflectionStream.maxWaiting { stream.receive(ServerReflectionRequest()) }
        #expect(call.end == nil)
        stream.receive(ServerReflectionRequest())
        #expect(call.end??.code == .resourceExhausted)
        call.take()
        stream.writable()
        #expect(call.sentCount == 1)
    }
}
