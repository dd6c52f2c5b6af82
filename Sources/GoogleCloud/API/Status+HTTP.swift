import CloudCore

extension JSON {
    var serialized: [UInt8] { [] }
    init(response: HTTPResponse) throws(Status) { throw Status(.unimplemented, "JSON") }
}

extension Status {
    init(errorResponse response: HTTPResponse) {
        self.init(.unknown, "HTTP \(response.status)")
    }
}
