import CloudCore
import Synchronization

@testable import GoogleCloud

/// A Cloud Storage that keeps one object: uploads in one request and in several, and reading by ranges. It fails, and keeps
/// only a part of what it is sent, as the dice say.
final class FakeStorage: HTTPTransport {
    struct State {
        var object: [UInt8]?
        var session: [UInt8] = []
        var random: SeededGenerator
        var requests = 0
        var largest = 0
    }

    let state: Mutex<State>
    /// The share of requests that go wrong.
    let trouble: Double
    static let generation = 42

    init(seed: UInt64 = 0, trouble: Double = 0, object: [UInt8]? = nil) {
        state = Mutex(State(object: object, random: SeededGenerator(seed: seed)))
        self.trouble = trouble
    }

    var object: [UInt8]? { state.withLock { $0.object } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        return try state.withLock { state in
            state.requests += 1
            state.largest = max(state.largest, request.body.count)
            if fails(&state) { throw Status(.unavailable, "lost before it came") }
            let response = serve(request, &state)
            if fails(&state) { throw Status(.unavailable, "lost on its way back") }
            if fails(&state) { return HTTPResponse(status: 503) }
            return response
        }
    }

    private func fails(_ state: inout State) -> Bool {
        Double.random(in: 0..<1, using: &state.random) < trouble
    }

    private func serve(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        if request.url.contains("uploadType=resumable") {
            state.session = []
            return HTTPResponse(
                status: 200, headers: [("Location", "http://cloud/upload/storage/v1/b/b/o?upload_id=k3y")])
        }
        if request.method == "PUT" { return upload(request, &state) }
        guard let object = state.object else { return HTTPResponse(status: 404) }
        guard request.url.contains("alt=media") else { return metadata(object) }
        let bounds = (request.header("range") ?? "").dropFirst("bytes=".count).split(separator: "-")
            .compactMap { Int($0) }
        guard bounds.count == 2, bounds[0] < object.count else { return HTTPResponse(status: 416) }
        return HTTPResponse(status: 206, body: Array(object[bounds[0]...min(bounds[1], object.count - 1)]))
    }

    private func upload(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        let range = (request.header("content-range") ?? "").dropFirst("bytes ".count).split(separator: "/")
        if range[0] != "*", state.object == nil {
            let first = Int(range[0].prefix { $0 != "-" }) ?? 0
            guard first <= state.session.count else { return HTTPResponse(status: 400) }
            var kept = request.body.dropFirst(state.session.count - first)
            // Cloud Storage may keep a part only, in whole multiples.
            if fails(&state) {
                kept = kept.prefix(kept.count / 2 / ResumableUpload.granularity * ResumableUpload.granularity)
            }
            state.session += kept
        }
        if let total = Int(range[1]), state.session.count == total {
            state.object = state.session
            return metadata(state.session)
        }
        let field =
            state.session.isEmpty ? [] : [(name: "Range", value: "bytes=0-\(state.session.count - 1)")]
        return HTTPResponse(status: 308, headers: field)
    }

    private func metadata(_ object: [UInt8]) -> HTTPResponse {
        .json([
            "name": "o", "bucket": "b", "size": .string("\(object.count)"),
            "generation": .string("\(Self.generation)"),
            "crc32c": .string(StorageObject.text(ofChecksum: CRC32C.checksum(object))),
        ])
    }
}
