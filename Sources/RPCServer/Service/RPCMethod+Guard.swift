import CloudCore

extension RPCMethod {
    /// Looks at a call before it is served, and refuses it by throwing.
    ///
    /// `resource` is what the request names, as for fault rules.
    public typealias Guard = @Sendable (_ resource: String) throws(Status) -> Void

    /// Looks at no more than that a method is called, and refuses the call by throwing. Cheaper than a `Guard`, which is
    /// told what the request names.
    public typealias Admission = @Sendable () throws(Status) -> Void

    /// What is done before a call.
    private typealias Check = @Sendable (RequestPayload) throws(Status) -> Void

    /// The method with `check` before each of its calls. Streams are opened unchecked.
    public func guarded(by check: @escaping Guard) -> RPCMethod {
        checked(opening: {}) { [self] (payload) throws(Status) in
            // A request that cannot be read is the method's to refuse.
            guard let request = try? signature.request.json(of: payload) else { return }
            try check(resource(of: request))
        }
    }

    /// The method with `admit` before each of its calls, streams included, and then `check` before all but streams: both
    /// only while a condition holds.
    public func guarded(
        while isOn: @escaping @Sendable () -> Bool, _ admit: @escaping Admission, by check: @escaping Guard
    ) -> RPCMethod {
        checked(opening: { () throws(Status) in if isOn() { try admit() } }) {
            [self] (payload) throws(Status) in
            guard isOn() else { return }
            try admit()
            guard let request = try? signature.request.json(of: payload) else { return }
            try check(resource(of: request))
        }
    }

    /// The method with `admit` before each of its calls, streams included.
    public func admitted(by admit: @escaping Admission) -> RPCMethod {
        checked(opening: admit) { (_) throws(Status) in try admit() }
    }

    private func checked(opening admit: @escaping Admission, _ check: @escaping Check) -> RPCMethod {
        let checked: Kind
        switch kind {
        case .unary(let serve): checked = .unary(Self.checked(serve, check))
        case .deferred(let serve): checked = .deferred(Self.checked(serve, check))
        case .either(let serve, let condition, let later):
            checked = .either(Self.checked(serve, check), unless: condition, Self.checked(later, check))
        case .streaming(let open):
            checked = .streaming { (context, call) throws(Status) in
                try admit()
                return try open(context, call)
            }
        }
        return RPCMethod(
            path: path, rules: rules, kind: checked, signature: signature, attachment: attachment)
    }

    private static func checked(_ serve: @escaping Unary, _ check: @escaping Check) -> Unary {
        { (payload, context, out) throws(Status) in
            try check(payload)
            try serve(payload, context, &out)
        }
    }

    private static func checked(_ serve: @escaping Deferred, _ check: @escaping Check) -> Deferred {
        { (payload, context, call) throws(Status) in
            try check(payload)
            try serve(payload, context, call)
        }
    }
}
