import CloudCore
import RPCServer

extension LocalCloud {
    /// A method that does nothing but ask or change the control plane, on behalf of a caller.
    func planeMethod<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        .unary(path, rules) { [self] (request: Request, context) throws(Status) -> Response in
            let caller = caller(context)
            return try perform { (plane, now) throws(Status) in try serve(&plane, request, caller, now) }
        }
    }
}
