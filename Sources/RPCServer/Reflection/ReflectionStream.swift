import CloudCore
import Synchronization

/// One call of ServerReflectionInfo: answers each question in turn, and no faster than the caller takes the answers.
final class ReflectionStream: RequestStream {
    private struct State {
        var questions: [ServerReflectionRequest] = []
        var isHalfClosed = false
        var isFinished = false
    }

    /// How many questions may wait until earlier answers have left.
    static let maxWaiting = 256

    private let service: ReflectionService
    private let responses: ResponseStream<ServerReflectionResponse>
    private let state = Mutex(State())

    init(_ service: ReflectionService, _ responses: ResponseStream<ServerReflectionResponse>) {
        self.service = service
        self.responses = responses
    }

    func receive(_ request: ServerReflectionRequest) {
        let isTooMany = state.withLock { state -> Bool in
            guard state.questions.count < Self.maxWaiting else {
                state.questions = []
                state.isFinished = true
                return true
            }
            if !state.isFinished { state.questions.append(request) }
            return false
        }
        guard !isTooMany else {
            return responses.finish(
                Status(
                    .resourceExhausted,
                    "More than \(Self.maxWaiting) requests wait until their responses are read."))
        }
        proceed()
    }

    func halfClose() {
        state.withLock { $0.isHalfClosed = true }
        proceed()
    }

    func writable() { proceed() }

    func cancel() {
        state.withLock { state in
            state.questions = []
            state.isFinished = true
        }
    }

    private func proceed() {
        while responses.isWritable {
            let question = state.withLock { $0.questions.isEmpty ? nil : $0.questions.removeFirst() }
            guard let question else { break }
            responses.send(service.answer(question))
        }
        let ends = state.withLock { state -> Bool in
            guard state.isHalfClosed, state.questions.isEmpty, !state.isFinished else { return false }
            state.isFinished = true
            return true
        }
        if ends { responses.finish(nil) }
    }
}
