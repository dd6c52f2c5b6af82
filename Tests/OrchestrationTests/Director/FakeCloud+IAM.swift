import CloudCore
import GoogleCloud

struct FakePolicy {
    var visibleFrom: Instant
    var json: JSON

    /// Role to members.
    var members: [String: [String]] {
        var members: [String: [String]] = [:]
        for binding in json["bindings"]?.arrayValue ?? [] {
            let names = (binding["members"]?.arrayValue ?? []).compactMap(\.stringValue)
            members[binding["role"]?.stringValue ?? "", default: []] += names
        }
        return members
    }
}

extension FakeCloud {
    func account(_ call: Request, _ state: inout State) throws -> JSON {
        let parts = call.path.split(separator: "/")
        let project = String(parts[2])
        if call.method == "POST" {
            let id = call.body["accountId"]?.stringValue ?? ""
            let email = "\(id)@\(project).iam.gserviceaccount.com"
            guard state.accounts[email] == nil else { throw Status(.alreadyExists, "\(email) exists") }
            state.accounts[email] = timeline.now + propagation
            return .object(["email": .string(email), "projectId": .string(project)])
        }
        let email = String(parts[4])
        guard let visible = state.accounts[email], visible <= timeline.now else {
            throw Status(.notFound, "no account \(email)")
        }
        if call.method == "DELETE" { state.accounts[email] = nil }
        return .object(["email": .string(email), "projectId": .string(project)])
    }

    /// The newest policy that has spread.
    func getPolicy(_ call: Request, _ state: inout State) throws -> JSON {
        let name = Self.name(call.path)
        try requireResource(name, state)
        let visible = state.policies[name]?.last { $0.visibleFrom <= timeline.now }
        return visible?.json ?? .object(["etag": .string("0")])
    }

    func setPolicy(_ call: Request, _ state: inout State) throws -> JSON {
        let name = Self.name(call.path)
        try requireResource(name, state)
        let versions = state.policies[name] ?? []
        let policy = call.body["policy"] ?? .object([:])
        guard policy["etag"]?.stringValue == String(versions.count) else {
            throw Status(.aborted, "the policy of \(name) has changed")
        }
        var written = policy
        written["etag"] = .string("\(versions.count + 1)")
        state.policies[name, default: []].append(
            FakePolicy(visibleFrom: timeline.now + propagation, json: written))
        return written
    }

    private func requireResource(_ name: String, _ state: State) throws {
        let isMissing =
            (name.contains("/topics/") && !state.topics.contains(name))
            || (name.contains("/subscriptions/") && state.subscriptions[name] == nil)
        guard !isMissing else { throw Status(.notFound, "no resource \(name)") }
    }
}
