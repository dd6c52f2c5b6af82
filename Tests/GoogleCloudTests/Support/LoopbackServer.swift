import Glibc
import Synchronization

/// A request as the server below received it.
struct ReceivedRequest: Sendable {
    var line = ""
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// Which of the server's connections it came on, from 0.
    var connection = 0

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What the server does with a request.
enum ServerAction: Sendable {
    /// Sends these bytes and goes on.
    case send(String)
    /// Sends these bytes and closes the connection.
    case sendAndClose(String)
    /// Sends nothing, and waits for the client to close the connection.
    case hang

    /// An answer with that status, headers and body.
    static func answer(_ status: Int, headers: [String] = [], body: String = "") -> ServerAction {
        let lines = ["HTTP/1.1 \(status) Answer", "Content-Length: \(body.utf8.count)"] + headers
        return .send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}

/// An HTTP/1.1 server on a free port of this machine: blocking sockets, a thread for each connection.
final class LoopbackServer: Sendable {
    typealias Handler = @Sendable (ReceivedRequest) -> ServerAction

    let port: UInt16
    private let listener: Int32
    private let handler: Handler
    private let state = Mutex(State())

    private struct State {
        var connections = 0
        var requests: [ReceivedRequest] = []
        var closed = 0
        var watchers: [Watcher] = []
    }

    private struct Watcher {
        let isMet: @Sendable (_ requests: Int, _ closed: Int) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [ReceivedRequest] { state.withLock { $0.requests } }
    var connectionCount: Int { state.withLock { $0.connections } }

    init(_ handler: @escaping Handler) throws {
        self.handler = handler
        (listener, port) = try Self.listen()
        let context = Unmanaged.passRetained(Start(server: self, socket: nil)).toOpaque()
        try Self.startThread(context)
    }

    private static func listen() throws -> (listener: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes -> Bool in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(listener, base, size) == 0 && Glibc.listen(listener, 64) == 0
                && getsockname(listener, base, &size) == 0
        }
        guard isListening else { throw ServerFailure(errno: errno) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    /// Stops listening; connections end when their clients close them.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    deinit { close(listener) }

    /// Waits until that many requests have come in.
    func waitForRequests(_ count: Int) async { await wait { requests, _ in requests >= count } }

    /// Waits until that many connections have been closed by the client.
    func waitForClosed(_ count: Int) async { await wait { _, closed in closed >= count } }

    private func wait(_ isMet: @escaping @Sendable (Int, Int) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMetAlready = state.withLock { state -> Bool in
                if isMet(state.requests.count, state.closed) { return true }
                state.watchers.append(Watcher(isMet: isMet, continuation: continuation))
                return false
            }
            if isMetAlready { continuation.resume() }
        }
    }

    private func note(_ change: (inout State) -> Void) {
        let met = state.withLock { state -> [Watcher] in
            change(&state)
            let (requests, closed) = (state.requests.count, state.closed)
            let met = state.watchers.filter { $0.isMet(requests, closed) }
            state.watchers.removeAll { $0.isMet(requests, closed) }
            return met
        }
        for watcher in met { watcher.continuation.resume() }
    }

    // MARK: Threads

    private final class Start: Sendable {
        let server: LoopbackServer
        let socket: (descriptor: Int32, number: Int)?

        init(server: LoopbackServer, socket: (Int32, Int)?) {
            self.server = server
            self.socket = socket
        }
    }

    private static func startThread(_ context: UnsafeMutableRawPointer) throws {
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                if let socket = start.socket {
                    start.server.serve(socket.descriptor, socket.number)
                } else {
                    start.server.accept()
                }
                return nil
            }, context)
        guard failure == 0 else { throw ServerFailure(errno: failure) }
        pthread_detach(thread)
    }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let number = state.withLock { state -> Int in
                state.connections += 1
                return state.connections - 1
            }
            let start = Start(server: self, socket: (descriptor, number))
            try? Self.startThread(Unmanaged.passRetained(start).toOpaque())
        }
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        var input = ConnectionInput(descriptor: descriptor)
        defer { close(descriptor) }
        while var request = input.readRequest() {
            request.connection = number
            let received = request
            let action = handler(received)
            note { $0.requests.append(received) }
            switch action {
            case .send(let text): sendAll(descriptor, text)
            case .sendAndClose(let text):
                sendAll(descriptor, text)
                return
            case .hang: input.waitForEnd()
            }
        }
        note { $0.closed += 1 }
    }

    private func sendAll(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}

struct ServerFailure: Error {
    let errno: Int32
}

/// The bytes that come in on a connection.
private struct ConnectionInput {
    let descriptor: Int32
    var buffer: [UInt8] = []

    /// The next request; nil when the client has closed the connection.
    mutating func readRequest() -> ReceivedRequest? {
        var lines: [String] = []
        while let line = readLine(), !line.isEmpty { lines.append(line) }
        guard let first = lines.first else { return nil }
        var request = ReceivedRequest(line: first)
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            let value = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
            request.headers.append((parts[0], value))
        }
        let length = request.header("content-length").flatMap { Int($0) } ?? 0
        while buffer.count < length { guard fill() else { return nil } }
        request.body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return request
    }

    mutating func waitForEnd() { while fill() {} }

    private mutating func readLine() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
                buffer.removeFirst(end + 1)
                return line
            }
            guard fill() else { return nil }
        }
    }

    private mutating func fill() -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = part.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return false }
        buffer += part.prefix(count)
        return true
    }
}
