import CloudCore

extension RPCMethod {
    /// Looks at a call before it is served, and refuses it by throwing.
    ///
    /// `resource` is what the request names, as for fault rules.
    public typealias Guard = @Sendable (_ resource: String) throws(Status) -> Void

    /// The method with `check` before each of its calls. Streams are opened unchecked.
    public func guarded(by check: @escaping Guard) -> RPCMethod {
        let guarded: Kind
        switch kind {
        case .unary(let serve): guarded = .unary(self.guarded(serve, check))
        case .deferred(let serve): guarded = .deferred(self.guarded(serve, check))
        case .either(let serve, let condition, let later):
            guarded = .either(
                self.guarded(serve, check), unless: condition, self.guarded(later, check))
        case .streaming: guarded = kind
        }
        return RPCMethod(path: path, rules: rules, kind: guarded, signature: signature)
    }

    private func guarded(_ serve: @escaping Unary, _ check: @escaping Guard) -> Unary {
        { [self] (payload, context, out) throws(Status) in
            try admit(payload, check)
            try serve(payload, context, &out)
        }
    }

    private func guarded(_ serve: @escaping Deferred, _ check: @escaping Guard) -> Deferred {
        { [self] (payload, context, call) throws(Status) in
            try admit(payload, check)
            try serve(payload, context, call)
        }
    }

    /// A request that cannot be read is the method's to refuse.
    private func admit(_ payload: RequestPayload, _ check: Guard) throws(Status) {
        guard let request = try? signature.request.json(of: payload) else { return }
        try check(resource(of: request))
    }
}
