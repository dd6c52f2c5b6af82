import CloudCore

/// A request that HTTP/1.1 itself refuses: it is answered, and the connection is closed, because where the
/// next request starts can no longer be known.
struct HTTP1Error: Error, Equatable {
    let status: Int
    let message: String

    static func badRequest(_ message: String) -> HTTP1Error { HTTP1Error(status: 400, message: message) }

    /// The answer, with an error body as Google's REST APIs have.
    var response: HTTPResponse {
        let code: Status.Code =
            switch status {
            case 408: .deadlineExceeded
            case 413, 431: .resourceExhausted
            case 501, 505: .unimplemented
            default: .invalidArgument
            }
        let error: JSON = [
            "code": .int(Int64(status)), "message": .string(message), "status": .string(code.name),
        ]
        return HTTPResponse(
            status: status, contentType: "application/json; charset=UTF-8",
            body: JSON.object(["error": error]).bytes(layout: .pretty))
    }
}
