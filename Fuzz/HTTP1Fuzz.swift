// modules: CloudCore RPCServer

/// The cuts between reads do not change what is written; requests go on through REST to a message and back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 2 else { return 0 }
    let input = Array(UnsafeRawBufferPointer(start: data + 2, count: count - 2))
    let whole = serve(input, piece: .max)
    let pieces = serve(input, piece: Int(data[0]) + 1)
    guard whole == pieces else {
        fatalError("\(String(decoding: whole, as: UTF8.self)) || \(String(decoding: pieces, as: UTF8.self))")
    }
    return 0
}

/// Serves `input` in pieces of that size, and returns all answers but the interim ones, which depend on timing.
private func serve(_ input: [UInt8], piece: Int) -> [UInt8] {
    var limits = ServerLimits()
    limits.maxMessageBytes = 2_000
    var connection = HTTP1Connection(limits: limits, now: 0)
    var pending: [UInt8] = []
    var answers: [UInt8] = []
    var start = 0
    while start < input.count {
        let end = piece < input.count - start ? start + piece : input.count
        pending += input[start..<end]
        start = end
        var offset = 0
        pending.withUnsafeBytes { bytes in
            while connection.next(bytes, &offset, now: 0) == .request {
                connection.output.removeAll()
                let request = RESTRequest(
                    method: connection.request.method, target: connection.request.target,
                    authority: connection.request.authority, fields: connection.request.fields)
                let response = connection.body.withBytes { body in
                    service.serve(request, body: body) { fatalError("nothing is deferred") }
                }
                guard let response else { fatalError("no answer") }
                connection.respond(response, now: 0)
                answers += connection.output.copyBytes()
                connection.output.removeAll()
            }
        }
        guard offset <= pending.count else { fatalError("consumed more than there is") }
        pending.removeFirst(offset)
        if connection.isClosed { break }
    }
    if connection.isClosed { answers += connection.output.copyBytes() }
    return answers
}

private let service = RESTService(
    methods: [
        .unary("/a.B/Put", [.put("/v1/{name=p/*/t/*}"), .patch("/v1/{child.name=p/*/t/*}")]) {
            (request: FuzzMessage, _) throws(Status) -> FuzzMessage in request
        },
        .unary("/a.B/Verb", [.post("/v1/{name=p/*}:verb", body: .field("child"))]) {
            (request: FuzzMessage, _) throws(Status) -> FuzzMessage in request
        },
        .unary("/a.B/Get", [.get("/v1/{name=**}")]) {
            (request: FuzzMessage, _) throws(Status) -> FuzzMessage in request
        },
    ],
    routes: [HTTPRoute("GET", "/") { .text("\((try? $0.queryValues("q")) ?? [])") }])

struct FuzzMessage: Message {
    var name = ""
    var count: Int32 = 0
    var child: Child?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "count", &count)
        visitor.field(3, "child", &child)
    }

    struct Child: Message {
        var name = ""
        var list: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "list", &list)
        }
    }
}
