import CloudCore

extension HTTPResponse {
    /// The JSON of a successful answer; null for an empty body.
    ///
    /// - Throws: the `Status` of an error answer; INTERNAL when the body is not JSON.
    func json(now: Instant) throws(Status) -> JSON {
        guard (200..<300).contains(status) else { throw failure(now: now) }
        guard !body.isEmpty else { return .null }
        do {
            return try JSON.parse(body)
        } catch {
            throw Status(.internal, "The answer is not JSON: \(error.message)")
        }
    }

    /// What an error answer stands for. A `Retry-After` field counts as `google.rpc.RetryInfo` where there is none.
    func failure(now: Instant) -> Status {
        var failure = body.withUnsafeBytes { Status(httpStatus: status, errorBody: $0) }
        if failure.retryDelay == nil, let field = header("retry-after"),
            let delay = RetryAfter.delay(field, now: now)
        {
            failure.details.append(.retryInfo(delay: delay))
        }
        return failure
    }
}
