import CloudCore

extension HTTPRoute {
    /// The route with `admit` before each of its requests.
    public func admitted(by admit: @escaping RPCMethod.Admission) -> HTTPRoute {
        var route = checked(admit)
        route.keepsColons = keepsColons
        return route
    }

    private func checked(_ admit: @escaping RPCMethod.Admission) -> HTTPRoute {
        switch kind {
        case .immediate(let handler):
            return HTTPRoute(method, template) { request in
                do throws(Status) {
                    try admit()
                } catch {
                    return .failure(error)
                }
                return handler(request)
            }
        case .streaming(let open):
            return .streaming(method, template) { request in
                do throws(Status) {
                    try admit()
                } catch {
                    return RefusedBody(.failure(error))
                }
                return open(request)
            }
        case .deferred(let begin):
            return .deferred(method, template) { (request, call) throws(Status) in
                try admit()
                try begin(request, call)
            }
        }
    }
}
