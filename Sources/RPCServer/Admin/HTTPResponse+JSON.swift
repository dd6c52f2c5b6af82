import CloudCore

extension HTTPResponse {
    /// An answer of indented JSON.
    public static func json(_ value: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, contentType: "application/json; charset=UTF-8",
            body: value.bytes(layout: .pretty) + [UInt8(ascii: "\n")])
    }

    /// The JSON that `body` returns, or the error that it throws in Google's shape.
    public static func json(_ body: () throws(Status) -> JSON) -> HTTPResponse {
        do throws(Status) {
            return json(try body())
        } catch {
            return failure(error)
        }
    }

    /// The answer that tells of an error in Google's shape.
    static func failure(_ status: Status) -> HTTPResponse {
        HTTPResponse(
            status: status.code.httpStatus, contentType: "application/json; charset=UTF-8",
            body: status.errorBody)
    }
}
