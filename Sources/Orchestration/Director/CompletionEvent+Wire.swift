import CloudCore

extension CompletionEvent {
    /// The most bytes that an event may have; it holds the policies of a whole architecture.
    public static let maxEncodedBytes = 4 << 20

    /// The event as the data of a Pub/Sub message:
    /// `{"status", "value", "error_message"?, "error_code"?, "applied_iam"?, "command_id"?, "run_id"?}`.
    public func encoded() -> [UInt8] {
        var message = JSONObject()
        message["status"] = .string(status.rawValue)
        message["value"] = .string(value)
        message["error_message"] = (failure?.message).map(JSON.string)
        message["error_code"] = (failure?.code.rawValue).map(JSON.string)
        if !appliedIAM.isEmpty {
            var policies = JSONObject()
            for (key, policy) in appliedIAM.sorted(by: { $0.key < $1.key }) {
                policies[key] = .object(policy.encoded())
            }
            message["applied_iam"] = .object(policies)
        }
        message["command_id"] = commandID.map(JSON.string)
        message["run_id"] = runID.map(JSON.string)
        return JSON.object(message).bytes()
    }

    /// Reads an event from the data of a Pub/Sub message.
    ///
    /// Throws INVALID_ARGUMENT naming the member that is wrong.
    public init(decoding data: [UInt8]) throws(Status) {
        do {
            try self.init(data, WireReader())
        } catch {
            throw Status(.invalidArgument, "this is no completion event: \(error.message)")
        }
    }

    private init(_ data: [UInt8], _ reader: WireReader) throws(DirectorFailure) {
        let object = try reader.object(data, limit: Self.maxEncodedBytes)
        try reader.refuseOthers(
            in: object,
            than: ["status", "value", "error_message", "error_code", "applied_iam", "command_id", "run_id"],
            of: "a completion event")
        guard let statusName = try reader.name(object, "status"), let status = Outcome(rawValue: statusName)
        else {
            let known = Outcome.allCases.map(\.rawValue).joined(separator: ", ")
            throw DirectorFailure(.malformedCommand, "status must be one of \(known)")
        }
        var applied: [String: AppliedPolicy] = [:]
        for (key, policy) in try reader.nested(object, "applied_iam") ?? JSONObject() {
            guard let policy = policy.objectValue else {
                throw DirectorFailure(.malformedCommand, "applied_iam.\(key) must be an object")
            }
            applied[key] = try AppliedPolicy(decoding: policy, reader)
        }
        self.init(
            status: status, value: try reader.longText(object, "value") ?? "",
            failure: try Self.failure(object, reader, status), appliedIAM: applied,
            commandID: try reader.name(object, "command_id"), runID: try reader.name(object, "run_id"))
    }

    /// A failure's text may be long: it carries the message of whatever went wrong.
    private static func failure(
        _ object: JSONObject, _ reader: WireReader, _ status: Outcome
    ) throws(DirectorFailure) -> DirectorFailure? {
        guard status == .failure else { return nil }
        guard let message = try reader.longText(object, "error_message") else {
            throw DirectorFailure(.malformedCommand, "a failure needs error_message, a string")
        }
        // A director that knows no codes still says that the work failed.
        guard let name = try reader.name(object, "error_code") else {
            return DirectorFailure(.resourcesFailed, message)
        }
        guard let code = DirectorFailure.Code(rawValue: name) else {
            throw DirectorFailure(.malformedCommand, "error_code \"\(name)\" is unknown")
        }
        return DirectorFailure(code, message)
    }
}

extension CompletionEvent.AppliedPolicy {
    fileprivate func encoded() -> JSONObject {
        var roles = JSONObject()
        for (role, members) in memberRoles.sorted(by: { $0.key < $1.key }) {
            roles[role] = .array(members.map(JSON.string))
        }
        var policy = JSONObject()
        policy["ResourceType"] = .string(resourceType)
        policy["ResourceID"] = .string(resourceID)
        policy["ResourceLocation"] = .string(resourceLocation)
        policy["MemberRoles"] = .object(roles)
        return policy
    }

    fileprivate init(decoding object: JSONObject, _ reader: WireReader) throws(DirectorFailure) {
        try reader.refuseOthers(
            in: object, than: ["ResourceType", "ResourceID", "ResourceLocation", "MemberRoles"],
            of: "an applied policy")
        var memberRoles: [String: [String]] = [:]
        for (role, members) in try reader.nested(object, "MemberRoles") ?? JSONObject() {
            let names = members.arrayValue?.compactMap(\.stringValue)
            guard let names, names.count == members.arrayValue?.count else {
                throw DirectorFailure(.malformedCommand, "MemberRoles.\(role) must be a list of strings")
            }
            memberRoles[role] = names
        }
        self.init(
            resourceType: try reader.longText(object, "ResourceType") ?? "",
            resourceID: try reader.longText(object, "ResourceID") ?? "",
            resourceLocation: try reader.longText(object, "ResourceLocation") ?? "", memberRoles: memberRoles)
    }
}
