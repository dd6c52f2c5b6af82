import CloudCore
import RPCServer

extension LocalCloud {
    /// A method that does nothing but ask or change the control plane, on behalf of a caller.
    ///
    /// - Parameter follow: what is done after a call that has succeeded.
    func planeMethod<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule], then follow: @escaping @Sendable () -> Void = {},
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        .unary(path, rules) { [self] (request: Request, context) throws(Status) -> Response in
            let caller = caller(context)
            let response = try perform { (plane, now) throws(Status) in
                try serve(&plane, request, caller, now)
            }
            follow()
            return response
        }
    }
}
