import CloudCore
import Testing

@testable import PubSubEmulator

/// IAM policies on each kind of resource, through each front door.
struct PolicyDoorTests {
    @Test("A policy is set, read and tested, and a stale etag is refused", arguments: FrontDoor.allCases)
    func policies(through front: FrontDoor) throws {
        let door = try Door(front)
        try door.createBoth()
        try door.createSnapshot()
        try door.createSchema()
        for resource in [door.topic(), door.subscription(), door.snapshot(), door.schema()] {
            func get() throws -> IAMv1.Policy {
                try door.call(Methods.getPolicy) {
                    $0.resource = resource
                    $0.options = IAMv1.GetPolicyOptions()
                    $0.options?.requestedPolicyVersion = 3
                }
            }
            let empty = try get()
            #expect(empty.bindings.isEmpty, "\(resource)")
            var policy = empty
            policy.bindings = [IAMv1.Binding()]
            policy.bindings[0].role = "roles/pubsub.viewer"
            policy.bindings[0].members = ["user:a@example.com", "allUsers"]
            @discardableResult func set(_ policy: IAMv1.Policy) throws -> IAMv1.Policy {
                try door.call(Methods.setPolicy) {
                    $0.resource = resource
                    $0.policy = policy
                }
            }
            let written = try set(policy)
            #expect(written.bindings == policy.bindings && written.etag != empty.etag)
            #expect(try get() == written)
            try set(written)
            #expect(refusal { try set(written) }?.code == .aborted)
            let asked = ["pubsub.topics.publish", "pubsub.topics.get"]
            let held = try door.call(Methods.testPermissions) {
                $0.resource = resource
                $0.permissions = asked
            }
            #expect(held.permissions == asked)
        }
    }

    @Test("A resource that is not there has no policy, and no permissions", arguments: FrontDoor.allCases)
    func missing(through front: FrontDoor) throws {
        let door = try Door(front)
        for resource in [door.topic(), door.subscription(), door.snapshot(), door.schema()] {
            let refused = refusal { try door.call(Methods.getPolicy) { $0.resource = resource } }
            #expect(refused == Status(.notFound, "Resource not found (resource=\(resource))."))
            let held = try door.call(Methods.testPermissions) {
                $0.resource = resource
                $0.permissions = ["pubsub.topics.get"]
            }
            #expect(held.permissions.isEmpty)
        }
    }
}
