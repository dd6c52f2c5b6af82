import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

/// Random lives of custom roles beside a simple model of them: what is there, and what it allows.
struct RoleSimulationTests {
    private struct ModelRole {
        var permissions: Set<String>
        var isDisabled = false
        var deletedAt: Instant?
        var etag: [UInt8] = []
    }

    private static let permissions = ["pubsub.topics.get", "pubsub.topics.publish", "run.services.get"]
    private static let ids = ["one.role", "two_role", "Three"]

    @Test("Roles are as the model says, after each of many steps", arguments: 0..<UInt64(20))
    func lives(seed: UInt64) throws {
        var random = TestRandom(seed)
        var plane = ControlPlane.make()
        var model: [String: ModelRole] = [:]
        var now = start
        for _ in 0..<300 {
            now = now + .seconds(Int64.random(in: 0...200_000, using: &random))
            try step(&plane, &model, &random, at: now)
            try compare(plane, model, at: now)
        }
    }

    private func step(
        _ plane: inout ControlPlane, _ model: inout [String: ModelRole], _ random: inout TestRandom,
        at now: Instant
    ) throws {
        let id = Self.ids.randomElement(using: &random) ?? ""
        let age = model[id]?.deletedAt.map { now - $0 }
        let isThere = model[id] != nil && age == nil
        let isDeleted = age.map { $0 < .seconds(7 * 86_400) } ?? false
        let chosen = Set(Self.permissions.filter { _ in Bool.random(using: &random) })
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let isFree = model[id] == nil || age.map { $0 >= .seconds(37 * 86_400) } ?? false
            let outcome = failure { () throws(Status) in try plane.createRole(id, chosen.sorted(), at: now) }
            #expect((outcome == nil) == isFree, "create \(id)")
            if isFree { model[id] = ModelRole(permissions: chosen) }
        case 1:
            let outcome = failure { () throws(Status) in
                try plane.updateRole(id, ["included_permissions"], at: now) {
                    $0.includedPermissions = chosen.sorted()
                }
            }
            #expect((outcome == nil) == isThere, "update \(id)")
            if isThere { model[id]?.permissions = chosen }
        case 2:
            let disables = Bool.random(using: &random)
            let outcome = failure { () throws(Status) in
                try plane.updateRole(id, ["stage"], at: now) { $0.stage = disables ? .disabled : .ga }
            }
            #expect((outcome == nil) == isThere, "stage \(id)")
            if isThere { model[id]?.isDisabled = disables }
        case 3:
            let outcome = failure { () throws(Status) in try plane.setRole(id, isDeleted: true, at: now) }
            #expect((outcome == nil) == isThere, "delete \(id)")
            if isThere { model[id]?.deletedAt = now }
        default:
            let outcome = failure { () throws(Status) in try plane.setRole(id, isDeleted: false, at: now) }
            #expect((outcome == nil) == isDeleted, "undelete \(id)")
            if isDeleted { model[id]?.deletedAt = nil }
        }
    }

    private func compare(_ plane: ControlPlane, _ model: [String: ModelRole], at now: Instant) throws {
        let listed = try plane.listRoles({ $0.view = .full }, at: now).roles
        let present = model.filter { $0.value.deletedAt == nil }
        #expect(Set(listed.map(\.title)) == Set(present.keys))
        for role in listed { #expect(Set(role.includedPermissions) == present[role.title]?.permissions) }
        for id in Self.ids {
            let name = "projects/local-project/roles/\(id)"
            let role = model[id]
            for permission in Self.permissions {
                let number = try #require(PermissionTable.shared.permission(permission))
                let isAllowed =
                    role.map { $0.deletedAt == nil && !$0.isDisabled && $0.permissions.contains(permission) }
                    ?? false
                #expect(plane.roles.allows(number, name, at: now) == isAllowed, "\(id) \(permission)")
            }
        }
    }
}
