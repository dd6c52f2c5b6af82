import CloudCore

extension HTTPRoute {
    /// Looks at a request before it is served, and refuses it by throwing.
    public typealias Guard = @Sendable (HTTPRequestView) throws(Status) -> Void

    /// The route with `admit` before each of its requests.
    public func admitted(by admit: @escaping RPCMethod.Admission) -> HTTPRoute {
        guarded { (_) throws(Status) in try admit() }
    }

    /// The route with `check` before each of its requests.
    public func guarded(by check: @escaping Guard) -> HTTPRoute {
        var route = checked(check)
        route.keepsColons = keepsColons
        return route
    }

    private func checked(_ check: @escaping Guard) -> HTTPRoute {
        switch kind {
        case .immediate(let handler):
            return HTTPRoute(method, template) { request in
                do throws(Status) {
                    try check(request)
                } catch {
                    return .failure(error)
                }
                return handler(request)
            }
        case .streaming(let open):
            return .streaming(method, template) { request in
                do throws(Status) {
                    try check(request)
                } catch {
                    return RefusedBody(.failure(error))
                }
                return open(request)
            }
        case .deferred(let begin):
            return .deferred(method, template) { (request, call) throws(Status) in
                try check(request)
                try begin(request, call)
            }
        }
    }
}
