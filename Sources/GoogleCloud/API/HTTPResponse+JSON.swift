import CloudCore

extension HTTPResponse {
    /// The JSON of a successful answer; null for an empty body.
    ///
    /// - Throws: the `Status` of an error answer; INTERNAL when the body is not JSON.
    func json() throws(Status) -> JSON {
        guard (200..<300).contains(status) else {
            throw body.withUnsafeBytes { Status(httpStatus: status, errorBody: $0) }
        }
        guard !body.isEmpty else { return .null }
        do {
            return try JSON.parse(body)
        } catch {
            throw Status(.internal, "The answer is not JSON: \(error.message)")
        }
    }
}
