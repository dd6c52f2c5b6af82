// modules: CloudCore RPCServer PubSubEmulator CloudEmulator
// max_len: 512

/// Any text as the name of a role, a key or a resource, as a permission, a scope or a filter of projects: it is refused
/// with INVALID_ARGUMENT or UNIMPLEMENTED, or what was read of it makes the same name again.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    attempt {
        () throws(Status) in
        switch try RoleName(parsing: text) {
        case .predefined(let name): precondition(name == text)
        case .custom(let project, let id):
            precondition("projects/\(project)/roles/\(id)" == text && RoleRules.isID(id))
        }
    }
    attempt { () throws(Status) in
        let name = try KeyName(parsing: text)
        precondition("\(name.account)/keys/\(name.id)" == text)
    }
    attempt { () throws(Status) in
        let name = try FullResourceName(parsing: text)
        precondition(text.hasSuffix("/" + name.name) && !name.service.isEmpty)
    }
    attempt { () throws(Status) in
        let filter = try ProjectFilter(text, field: "query")
        let negated = try? ProjectFilter("NOT (\(text))", field: "query")
        let value: (String) -> String? = { $0 == "name" ? "local-project" : nil }
        if let negated { precondition(negated.matches(value) != filter.matches(value) || text.isBlank) }
    }
    attempt { () throws(Status) in
        var role = IAMAdminV1.Role()
        role.includedPermissions = text.split(separator: ",").map(String.init)
        try RoleRules.check(&role)
        precondition(role.includedPermissions.allSatisfy { PermissionTable.shared.permission($0) != nil })
    }
    _ = TokenAccess.isScope(text)
    _ = TokenAccess.of([text])?.allows(text)
    _ = MissingAPIs.refusal(authority: text, path: text[...])
    return 0
}

private func attempt(_ body: () throws(Status) -> Void) {
    do throws(Status) {
        try body()
    } catch {
        precondition(error.code == .invalidArgument || error.code == .unimplemented, "\(error)")
        precondition(!error.message.isEmpty)
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy { " \t\n\"'".contains($0) } }
}
