import CloudCore
import RPCServer

extension LocalCloud {
    /// A method that does nothing but ask or change the control plane, on behalf of a caller. One that changes it,
    /// as its name says, is kept in the history.
    ///
    /// A call that fails must leave nothing behind, since it is not made again: numbers are drawn behind the last
    /// check.
    ///
    /// - Parameters:
    ///   - isWrite: whether it changes the control plane, when its name says it wrongly.
    ///   - follow: what is done after a call that has succeeded.
    func planeMethod<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule], isWrite: Bool? = nil,
        then follow: @escaping @Sendable () -> Void = {},
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        planeMethod(path, rules, isWrite: isWrite, serve) { response in
            follow()
            return response
        }
    }

    /// The same for a method of which more comes than its answer.
    ///
    /// - Parameter answer: does the rest, and makes the answer; not when the call is made again from a history.
    func planeMethod<Request: Message, Outcome: Sendable, Response: Message>(
        _ path: String, _ rules: [HTTPRule], isWrite: Bool? = nil,
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Outcome,
        answer: @escaping @Sendable (Outcome) -> Response
    ) -> RPCMethod {
        guard isWrite ?? WriteRules.isWrite(path) else {
            return .unary(path, rules) { [self] (request: Request, context) throws(Status) -> Response in
                let caller = caller(context)
                return answer(
                    try perform { (plane, now) throws(Status) in try serve(&plane, request, caller, now) })
            }
        }
        return keptMethod(
            path, rules, heeding: { (_, _) -> Void? in nil },
            { (plane, request, _, caller, now) throws(Status) in try serve(&plane, request, caller, now) },
            answer: answer)
    }

    /// A method that changes the control plane, and is kept in the history, to whose calls more belongs than their
    /// requests.
    ///
    /// - Parameters:
    ///   - heed: puts into the request what is to be kept of it, and returns what counts for the call alone: it is nil
    ///     when the call is made again.
    ///   - answer: as above.
    func keptMethod<Request: Message, Extra, Outcome: Sendable, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        heeding heed: @escaping @Sendable (inout Request, CallContext) -> Extra?,
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Extra?, Caller, Instant) throws(Status) ->
            Outcome,
        answer: @escaping @Sendable (Outcome) -> Response
    ) -> RPCMethod {
        let name = String(path.dropFirst())
        let method = RPCMethod.unary(path, rules) {
            [self] (asked: Request, context) throws(Status) -> Response in
            let caller = caller(context)
            var request = asked
            let extra = heed(&request, context)
            return answer(
                try plane.write(request, of: name, by: caller) { (plane, now) throws(Status) in
                    try serve(&plane, request, extra, caller, now)
                })
        }
        let replay: PlaneReplays.Replay = { (plane, json, caller, now) throws(Status) in
            _ = try serve(&plane, try ProtoJSONDecoder.decode(Request.self, from: json), nil, caller, now)
        }
        return method.attaching(PlaneReplays.OfMethod(replay: replay))
    }
}
