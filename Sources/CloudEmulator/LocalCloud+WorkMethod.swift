import CloudCore
import RPCServer

extension LocalCloud {
    /// A method that asks or changes the control plane first, and then does work that takes a while: whoever may not call
    /// it is refused before.
    ///
    /// - Parameters:
    ///   - prepare: what is done at once, on behalf of the caller.
    ///   - work: what is done then, away from the event loop.
    func workMethod<Request: Message, Prepared: Sendable, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ prepare:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Prepared,
        work: @escaping @Sendable (Prepared, CallContext) throws(Status) -> Response
    ) -> RPCMethod {
        .deferred(path, rules) { [self] (request: Request, context, reply: Reply<Response>) in
            let caller = caller(context)
            do throws(Status) {
                let prepared = try perform { (plane, now) throws(Status) in
                    try prepare(&plane, request, caller, now)
                }
                signer.run {
                    do throws(Status) {
                        reply.succeed(try work(prepared, context))
                    } catch {
                        reply.fail(error)
                    }
                }
            } catch {
                reply.fail(error)
            }
        }
    }

    /// The address by which a caller has reached this cloud. Who comes through a proxy has asked for one of Google's, and
    /// is told the loopback address.
    func address(for context: CallContext) -> String {
        if !context.authority.isEmpty, !context.authority.hasSuffix("googleapis.com") {
            return "http://" + context.authority
        }
        return "http://127.0.0.1:\(context.localPort)"
    }
}
