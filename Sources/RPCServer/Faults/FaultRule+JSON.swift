import CloudCore

extension FaultRule {
    /// Reads a rule, as `docs/emulator-api.md` describes it.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member, its value and what would be right.
    public init(json: JSON) throws(Status) {
        let fields = try JSONFields(json, known: ["name", "match", "action"])
        name = try fields.string("name") ?? ""
        if let match = fields["match"] { try read(match: match) }
        guard let action = fields["action"] else { throw fields.wrong("action", "an object") }
        try read(action: action)
    }

    /// Reads the rules of a file: an array, or an object with an array `rules`.
    ///
    /// - Throws: INVALID_ARGUMENT, naming the rule by its number from 1.
    public static func list(json: JSON) throws(Status) -> [FaultRule] {
        var list = json
        if case .object = json {
            list = try JSONFields(json, known: ["rules"])["rules"] ?? .null
        }
        guard let elements = list.arrayValue else {
            throw Status(.invalidArgument, "rules is not there; expected an array of fault rules.")
        }
        var rules: [FaultRule] = []
        for (index, element) in elements.enumerated() {
            do throws(Status) {
                rules.append(try FaultRule(json: element))
            } catch {
                throw Status(error.code, "Rule \(index + 1): \(error.message)")
            }
        }
        return rules
    }

    private mutating func read(match json: JSON) throws(Status) {
        let known = ["method", "resource", "principal", "nth", "every", "first", "probability"]
        let fields = try JSONFields(json, at: "match", known: known)
        method = try Self.glob("method", fields)
        resource = try Self.glob("resource", fields)
        principal = try Self.glob("principal", fields)
        probability = try fields.number("probability", in: 0...1) ?? 1
        let counts = 1...Int(Int32.max)
        let given: [Occurrence] = [
            try fields.integer("nth", in: counts).map { .nth($0) },
            try fields.integer("every", in: counts).map { .every($0) },
            try fields.integer("first", in: counts).map { .first($0) },
        ].compactMap(\.self)
        guard given.count <= 1 else {
            throw Status(.invalidArgument, "match has more than one of nth, every and first; expected one.")
        }
        occurrence = given.first ?? .always
    }

    private static func glob(_ name: String, _ fields: JSONFields) throws(Status) -> Glob {
        guard let pattern = try fields.string(name) else { return Glob("*") }
        guard pattern.utf8.count <= Glob.maxBytes else {
            throw Status(
                .invalidArgument,
                "\(fields.path(name)) has \(pattern.utf8.count) bytes; expected \(Glob.maxBytes) at most.")
        }
        // A method may be given as a gRPC path.
        return Glob(name == "method" && pattern.hasPrefix("/") ? String(pattern.dropFirst()) : pattern)
    }

    private mutating func read(action json: JSON) throws(Status) {
        let effects = ["error", "drop", "duplicate", "reorder", "cut"]
        let fields = try JSONFields(json, at: "action", known: ["latency", "jitter"] + effects)
        latency = try fields.duration("latency") ?? .zero
        jitter = try fields.duration("jitter") ?? .zero
        let given = effects.filter { fields[$0] != nil }
        guard given.count <= 1 else {
            throw Status(
                .invalidArgument,
                "action has \(given.joined(separator: " and ")); expected one of them, beside a latency.")
        }
        guard let effect = given.first else {
            guard latency > .zero || jitter > .zero else {
                throw Status(
                    .invalidArgument,
                    "action does nothing; expected latency, \(effects.joined(separator: ", ")).")
            }
            return
        }
        self.effect = try Self.effect(effect, fields)
    }

    private static func effect(_ name: String, _ fields: JSONFields) throws(Status) -> FaultEffect {
        switch name {
        case "error": return .error(try Status(fault: fields[name] ?? .null, at: fields.path(name)))
        case "drop":
            switch try fields.string(name) {
            case "request": return .dropRequest
            case "response": return .dropResponse
            default: throw fields.wrong(name, "\"request\" or \"response\"")
            }
        case "cut": return try cut(fields[name] ?? .null, fields.path(name))
        default:
            guard try fields.bool(name) == true else { throw fields.wrong(name, "true") }
            return name == "duplicate" ? .duplicate : .reorder
        }
    }

    private static func cut(_ json: JSON, _ place: String) throws(Status) -> FaultEffect {
        let fields = try JSONFields(json, at: place, known: ["afterMessages", "error"])
        guard let count = try fields.integer("afterMessages", in: 0...Int(Int32.max)) else {
            throw fields.wrong("afterMessages", "a whole number")
        }
        guard let error = fields["error"] else {
            return .cut(afterMessages: count, Status(.unavailable, "The stream was cut by a fault rule."))
        }
        return .cut(afterMessages: count, try Status(fault: error, at: fields.path("error")))
    }
}

extension Status {
    /// Reads the error of a fault rule: `code`, `message`, `details` as in Google's error bodies, and `retryDelay`
    /// for a RetryInfo.
    ///
    /// - Throws: INVALID_ARGUMENT.
    fileprivate init(fault json: JSON, at place: String) throws(Status) {
        let fields = try JSONFields(json, at: place, known: ["code", "message", "details", "retryDelay"])
        guard let name = try fields.string("code"), let code = Code(name: name), code != .ok else {
            throw fields.wrong("code", "the name of a google.rpc.Code, as in \"UNAVAILABLE\"")
        }
        let message = try fields.string("message") ?? "A fault rule made this call fail."
        var body: JSON = ["error": ["status": .string(name), "message": .string(message)]]
        let details = fields["details"]?.arrayValue ?? []
        body["error"]?["details"] = .array(details)
        self.init(httpStatus: code.httpStatus, errorBody: body)
        guard self.details.count == details.count, fields["details"] == nil || !details.isEmpty else {
            throw fields.wrong("details", "an array of google.rpc error details, each with its @type")
        }
        if let delay = try fields.duration("retryDelay") { self.details.append(.retryInfo(delay: delay)) }
    }
}
