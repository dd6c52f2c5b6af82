import CloudCore

extension Interceptor {
    /// Looks at a call in process that begins.
    ///
    /// - Parameters:
    ///   - path: the gRPC path of the method.
    ///   - resource: the resource that the request names.
    ///   - traits: what can be done to the call, beside what every call of the method allows.
    public func begin<Request: Message>(
        _ path: String, _ resource: String, _ request: Request, traits: FaultCall.Traits = []
    ) -> InterceptedCall {
        let call = FaultCall(
            method: String(path.dropFirst()), resource: resource, traits: self.traits(of: path).union(traits))
        return begin(call, request.protoJSON)
    }

    /// Runs a call in process that answers at once. Latency does not apply to it: nothing in process blocks.
    ///
    /// - Parameter edit: makes a fault's changes to the answer.
    /// - Throws: what `body` throws; the error of a rule; DEADLINE_EXCEEDED for a request or answer that is lost.
    public func call<Request: Message, Response>(
        _ path: String, _ resource: String, _ request: Request,
        edit: (Fault, Response) -> Response = { $1 }, _ body: (Request) throws(Status) -> Response
    ) throws(Status) -> Response {
        let begun = begin(path, resource, request)
        try begun.admit()
        let response: Response
        do throws(Status) {
            response = try body(request)
        } catch {
            begun.fail(error)
            throw error
        }
        try begun.answer()
        return begun.fault.map { edit($0, response) } ?? response
    }
}
