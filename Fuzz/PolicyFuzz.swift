// modules: CloudCore RPCServer PubSubEmulator CloudEmulator
// max_len: 1024

/// Any sequence of calls is served or refused, never trapped on; what is accepted is within the limits, read back
/// as it was written once it has settled, and accepted again.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var script = Script(rest: UnsafeBufferPointer(start: data, count: count)[...])
    var world = World()
    while let (call, payload) = script.next() { world.make(call, payload) }
    world.check()
    return 0
}

/// The calls that the input stands for: a byte that chooses, a byte of length, and as many bytes.
private struct Script {
    var rest: Slice<UnsafeBufferPointer<UInt8>>

    mutating func next() -> (call: UInt8, payload: [UInt8])? {
        guard let call = rest.popFirst(), let length = rest.popFirst() else { return nil }
        let payload = Array(rest.prefix(Int(length)))
        rest = rest.dropFirst(Int(length))
        return (call, payload)
    }
}

private struct World {
    static let topic = "projects/local-project/topics/orders"
    static let quota = 5

    var now = Instant(nanoseconds: 1_893_456_000_000_000_000)
    var plane = ControlPlane(
        project: .standard, owner: "owner@example.com", model: .worst, accountQuota: quota,
        at: Instant(nanoseconds: 1_893_456_000_000_000_000))

    mutating func make(_ call: UInt8, _ payload: [UInt8]) {
        let text = String(decoding: payload, as: UTF8.self)
        let caller = Caller(email: call < 128 ? "a@x.yz" : "owner@example.com")
        switch call % 9 {
        case 0: setPolicy(of: Self.topic, payload, caller)
        case 1: setPolicy(of: plane.project.name, payload, caller)
        case 2:
            var request = IAMAdminV1.CreateServiceAccountRequest()
            request.name = plane.project.name
            request.accountID = text
            _ = try? plane.createServiceAccount(request, by: caller, at: now)
        case 3: deleteAccount(payload)
        case 4: _ = try? plane.serviceAccount(text, by: caller, at: now)
        case 5: decode(payload) { _ = try? plane.listServiceAccounts($0, by: caller, at: now) }
        case 6: decode(payload) { _ = try? plane.patchServiceAccount($0, by: caller, at: now) }
        case 7:
            decode(payload) { (request: IAMv1.TestIamPermissionsRequest) in
                _ = try? plane.testPermissions(request.permissions, on: Self.topic, by: caller, at: now)
            }
        default: now = now + .seconds(payload.count * payload.count)
        }
    }

    private mutating func setPolicy(of resource: String, _ payload: [UInt8], _ caller: Caller) {
        decode(payload) { (request: IAMv1.SetIamPolicyRequest) in
            guard let written = try? plane.setPolicy(of: resource, request, by: caller, at: now) else {
                return
            }
            precondition(plane.policies.latest(of: resource) == written)
        }
    }

    private mutating func deleteAccount(_ payload: [UInt8]) {
        let accounts = plane.accounts.all
        guard let choice = payload.first, !accounts.isEmpty else { return }
        let account = accounts[Int(choice) % accounts.count]
        guard
            (try? plane.deleteServiceAccount(account.name, by: Caller(email: "owner@example.com"), at: now))
                != nil
        else {
            fatalError("an account that exists could not be deleted")
        }
        for resource in plane.policies.resources {
            let members = plane.policies.latest(of: resource).bindings.flatMap(\.members)
            precondition(!members.contains("serviceAccount:\(account.email)"))
        }
    }

    private func decode<M: Message>(_ payload: [UInt8], _ use: (M) -> Void) {
        payload.withUnsafeBytes { bytes in
            if let message = try? ProtobufDecoder.decode(M.self, from: bytes) { use(message) }
        }
    }

    mutating func check() {
        precondition(plane.accounts.all.count <= Self.quota)
        for resource in plane.policies.resources {
            let policy = plane.policies.latest(of: resource)
            guard let settled = plane.policies.settled(resource) else {
                fatalError("a policy without history")
            }
            let seen = plane.policies.read(resource, by: Caller(email: nil), at: settled)
            precondition(seen == policy)
            var request = IAMv1.SetIamPolicyRequest()
            request.policy = policy
            do throws(Status) {
                let again = try plane.setPolicy(of: resource, request, by: Caller(email: nil), at: settled)
                precondition(again.bindings == policy.bindings && again.etag != policy.etag)
            } catch {
                fatalError("an accepted policy was refused: \(error)")
            }
        }
    }
}
