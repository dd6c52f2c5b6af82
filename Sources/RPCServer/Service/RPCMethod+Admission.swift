import CloudCore

extension RPCMethod {
    /// Looks at no more than that a method is called, and refuses the call by throwing. Cheaper than a `Guard`, which is
    /// told what the request names.
    public typealias Admission = @Sendable () throws(Status) -> Void

    /// The method with `admit` before each of its calls, streams included.
    public func admitted(by admit: @escaping Admission) -> RPCMethod {
        let admitted: Kind
        switch kind {
        case .unary(let serve): admitted = .unary(Self.admitted(serve, admit))
        case .deferred(let serve): admitted = .deferred(Self.admitted(serve, admit))
        case .either(let serve, let condition, let later):
            admitted = .either(
                Self.admitted(serve, admit), unless: condition, Self.admitted(later, admit))
        case .streaming(let open):
            admitted = .streaming { (context, call) throws(Status) in
                try admit()
                return try open(context, call)
            }
        }
        return RPCMethod(path: path, rules: rules, kind: admitted, signature: signature)
    }

    private static func admitted(_ serve: @escaping Unary, _ admit: @escaping Admission) -> Unary {
        { (payload, context, out) throws(Status) in
            try admit()
            try serve(payload, context, &out)
        }
    }

    private static func admitted(_ serve: @escaping Deferred, _ admit: @escaping Admission) -> Deferred {
        { (payload, context, call) throws(Status) in
            try admit()
            try serve(payload, context, call)
        }
    }
}

extension HTTPRoute {
    /// The route with `admit` before each of its requests.
    public func admitted(by admit: @escaping RPCMethod.Admission) -> HTTPRoute {
        switch kind {
        case .immediate(let handler):
            return HTTPRoute(method, template) { request in
                do throws(Status) {
                    try admit()
                } catch {
                    return HTTPResponse(
                        status: error.code.httpStatus, contentType: "application/json; charset=UTF-8",
                        body: error.errorBody)
                }
                return handler(request)
            }
        case .deferred(let begin):
            return .deferred(method, template) { (request, call) throws(Status) in
                try admit()
                try begin(request, call)
            }
        }
    }
}
