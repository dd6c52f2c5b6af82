import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

extension ControlPlane {
    @discardableResult
    mutating func createRole(
        _ id: String, _ permissions: [String] = ["pubsub.topics.get"], by caller: Caller = .owner,
        at now: Instant = start, _ change: (inout Role) -> Void = { _ in }
    ) throws(Status) -> Role {
        var request = IAMAdminV1.CreateRoleRequest()
        request.parent = project.name
        request.roleID = id
        var role = Role()
        role.title = id
        role.includedPermissions = permissions
        role.stage = .ga
        change(&role)
        request.role = role
        return try createRole(request, by: caller, at: now)
    }

    @discardableResult
    mutating func updateRole(
        _ id: String, _ paths: [String]?, etag: [UInt8] = [], at now: Instant = start,
        _ change: (inout Role) -> Void
    ) throws(Status) -> Role {
        var request = IAMAdminV1.UpdateRoleRequest()
        request.name = "\(project.name)/roles/\(id)"
        var role = Role()
        role.etag = etag
        change(&role)
        request.role = role
        request.updateMask = paths.map(FieldMask.init)
        return try updateRole(request, by: .owner, at: now)
    }

    @discardableResult
    mutating func setRole(_ id: String, isDeleted: Bool, etag: [UInt8] = [], at now: Instant = start)
        throws(Status) -> Role
    {
        var request = IAMAdminV1.DeleteRoleRequest()
        request.name = "\(project.name)/roles/\(id)"
        request.etag = etag
        return try setRole(request, isDeleted: isDeleted, by: .owner, at: now)
    }

    func listRoles(_ change: (inout IAMAdminV1.ListRolesRequest) -> Void = { _ in }, at now: Instant = start)
        throws(Status) -> IAMAdminV1.ListRolesResponse
    {
        var request = IAMAdminV1.ListRolesRequest()
        request.parent = project.name
        change(&request)
        return try listRoles(request, by: .owner, at: now)
    }
}

struct CustomRoleTests {
    private let day = Duration.seconds(86_400)
    private let name = "projects/local-project/roles/reader"

    @Test("A role is created, read, changed and listed")
    func life() throws {
        var plane = ControlPlane.make()
        let created = try plane.createRole(
            "reader", ["pubsub.topics.list", "pubsub.topics.get", "pubsub.topics.get"])
        #expect(created.name == name && created.stage == .ga)
        #expect(created.includedPermissions == ["pubsub.topics.get", "pubsub.topics.list"])
        #expect(try plane.role(name, by: .owner, at: start) == created)
        let changed = try plane.updateRole("reader", ["title", "stage"]) { role in
            role.title = "Reads"
            role.stage = .disabled
            role.description = "not named by the mask"
        }
        #expect(changed.title == "Reads" && changed.stage == .disabled && changed.description.isEmpty)
        #expect(changed.includedPermissions == created.includedPermissions && changed.etag != created.etag)
        let whole = try plane.updateRole("reader", nil) { $0.includedPermissions = ["run.services.get"] }
        #expect(whole.title.isEmpty && whole.includedPermissions == ["run.services.get"])
        try plane.createRole("another")
        #expect(try plane.listRoles().roles.map(\.title) == ["another", ""])
        #expect(try plane.listRoles().roles.allSatisfy { $0.includedPermissions.isEmpty })
        #expect(try plane.listRoles { $0.view = .full }.roles.allSatisfy { !$0.includedPermissions.isEmpty })
    }

    @Test("A deleted role is seen and comes back for seven days; its id is taken for thirty-seven")
    func deletion() throws {
        var plane = ControlPlane.make()
        try plane.createRole("reader")
        #expect(try plane.setRole("reader", isDeleted: true).deleted)
        #expect(try plane.listRoles().roles.isEmpty)
        #expect(try plane.listRoles { $0.showDeleted = true }.roles.map(\.deleted) == [true])
        #expect(try plane.role(name, by: .owner, at: start).deleted)
        #expect(
            failure { () throws(Status) in try plane.setRole("reader", isDeleted: true) }?.code
                == .failedPrecondition)
        #expect(
            failure { () throws(Status) in try plane.updateRole("reader", ["title"]) { _ in } }?.code
                == .failedPrecondition)
        let almost = start + day * 7 - .seconds(1)
        let back = try plane.setRole("reader", isDeleted: false, at: almost)
        #expect(!back.deleted)
        #expect(
            failure { () throws(Status) in try plane.setRole("reader", isDeleted: false) }?.code
                == .failedPrecondition)

        try plane.setRole("reader", isDeleted: true, at: start)
        #expect(
            failure { () throws(Status) in try plane.setRole("reader", isDeleted: false, at: start + day * 7)
            }?.code == .notFound)
        #expect(
            failure { () throws(Status) in try plane.role(name, by: .owner, at: start + day * 7) }?.code
                == .notFound)
        for days in [1, 8, 36] {
            let status = failure { () throws(Status) in try plane.createRole("reader", at: start + day * days)
            }
            #expect(status?.code == .failedPrecondition, "after \(days) days")
        }
        #expect(try plane.createRole("reader", at: start + day * 37).deleted == false)
    }

    @Test("An outdated etag is refused, the present one and none are not")
    func etags() throws {
        var plane = ControlPlane.make()
        let created = try plane.createRole("reader")
        let changed = try plane.updateRole("reader", ["title"], etag: created.etag) { $0.title = "1" }
        let refused = failure { () throws(Status) in
            try plane.updateRole("reader", ["title"], etag: created.etag) { $0.title = "2" }
        }
        #expect(refused?.code == .aborted)
        #expect(
            failure { () throws(Status) in try plane.setRole("reader", isDeleted: true, etag: created.etag) }?
                .code == .aborted)
        try plane.setRole("reader", isDeleted: true, etag: changed.etag)
    }

    @Test(
        "What is no role is refused",
        arguments: [
            ("ab", ["pubsub.topics.get"], "role_id"), ("a-role", ["pubsub.topics.get"], "role_id"),
            (String(repeating: "a", count: 65), ["pubsub.topics.get"], "role_id"),
            ("reader", ["pubsub.topics.fly"], "Permission pubsub.topics.fly is not valid."),
            ("reader", ["resourcemanager.projects.list"], "is not valid"),
            ("reader", ["pubsub.*"], "is not valid"),
        ])
    func refused(id: String, permissions: [String], words: String) {
        var plane = ControlPlane.make()
        let status = failure { () throws(Status) in try plane.createRole(id, permissions) }
        #expect(status?.code == .invalidArgument)
        #expect(status?.message.contains(words) == true)
    }

    @Test("Texts that are too long, a name, and a mask of another field are refused")
    func fields() throws {
        var plane = ControlPlane.make()
        for change: (inout IAMAdminV1.Role) -> Void in [
            { $0.title = String(repeating: "é", count: 51) },
            { $0.description = String(repeating: "x", count: 257) },
            { $0.name = "projects/local-project/roles/reader" },
            { $0.stage = IAMAdminV1.LaunchStage(rawValue: 3) },
        ] {
            let status = failure { () throws(Status) in try plane.createRole("reader", [], change) }
            #expect(status?.code == .invalidArgument)
        }
        try plane.createRole("reader")
        #expect(
            failure { () throws(Status) in try plane.updateRole("reader", ["name"]) { _ in } }?.code
                == .invalidArgument)
    }

    @Test("A project has no more than 300 roles, of which deleted ones do not count")
    func quota() throws {
        var plane = ControlPlane.make()
        for number in 0..<CustomRoleStore.maxRoles { try plane.createRole("role\(number)") }
        let status = failure { () throws(Status) in try plane.createRole("another") }
        #expect(status == Status(.resourceExhausted, "Maximum number of roles reached. Maximum is: 300."))
        try plane.setRole("role7", isDeleted: true)
        try plane.createRole("another")
    }

    @Test("Google's roles are read by everybody, and cannot be changed; roles of organizations are not here")
    func predefined() throws {
        var plane = ControlPlane.make()
        plane.mode = .enforce
        let role = try plane.role("roles/pubsub.publisher", by: Caller(email: "a@x.yz"), at: start)
        #expect(role.includedPermissions == ["pubsub.topics.publish"] && role.stage == .ga)
        #expect(
            failure { () throws(Status) in try plane.role("roles/pubsub.none", by: .owner, at: start) }?.code
                == .notFound)
        let all = try plane.listRoles {
            $0.parent = ""; $0.pageSize = 1_000
        }
        #expect(all.roles.count == PredefinedRoles.all.count && all.nextPageToken.isEmpty)
        for (name, code) in [
            ("organizations/1/roles/a", Status.Code.unimplemented), ("roles/", .invalidArgument),
            ("x", .invalidArgument),
            ("projects/other-project/roles/abc", .permissionDenied),
        ] {
            #expect(
                failure { () throws(Status) in try plane.role(name, by: .owner, at: start) }?.code == code)
        }
        var request = IAMAdminV1.DeleteRoleRequest()
        request.name = "roles/pubsub.publisher"
        let status = failure { () throws(Status) in
            try plane.setRole(request, isDeleted: true, by: .owner, at: start)
        }
        #expect(status?.code == .invalidArgument)
    }

    @Test("Listings have pages")
    func pages() throws {
        var plane = ControlPlane.make()
        for number in 0..<5 { try plane.createRole("role\(number)") }
        var titles: [String] = []
        var token = ""
        repeat {
            let page = try plane.listRoles {
                $0.pageSize = 2; $0.pageToken = token
            }
            #expect(page.roles.count <= 2)
            titles += page.roles.map(\.title)
            token = page.nextPageToken
        } while !token.isEmpty
        #expect(titles == (0..<5).map { "role\($0)" })
    }

    @Test("Whoever lacks the permission is refused")
    func permissions() throws {
        var plane = ControlPlane.make()
        plane.mode = .enforce
        let nobody = Caller(email: "nobody@example.com")
        #expect(
            failure { () throws(Status) in try plane.createRole("reader", by: nobody) }?.code
                == .permissionDenied)
        try plane.createRole("reader")
        #expect(
            failure { () throws(Status) in try plane.role(name, by: nobody, at: start) }?.code
                == .permissionDenied)
    }
}

/// Custom roles where permissions are checked.
struct CustomRolePolicyTests {
    private let topic = "projects/local-project/topics/t"
    private let name = "projects/local-project/roles/publisher"

    private func bound(_ model: PropagationModel = .instant) throws -> (ControlPlane, String) {
        var plane = ControlPlane.make(model)
        let account = try plane.create("abcdef")
        try plane.createRole("publisher", ["pubsub.topics.publish"])
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding(name, ["user:a@x.yz"])]), at: start + model.longest)
        return (plane, account.email)
    }

    @Test(
        "A custom role allows what it has, until it is disabled, changed or deleted; and again when it is back"
    )
    func decides() throws {
        var (plane, _) = try bound()
        func may() throws -> Bool { try plane.may("a@x.yz", "pubsub.topics.publish", on: topic) }
        #expect(try may())
        #expect(try !plane.may("a@x.yz", "pubsub.topics.get", on: topic))
        try plane.updateRole("publisher", ["stage"]) { $0.stage = .disabled }
        #expect(try !may())
        try plane.updateRole("publisher", ["stage"]) { $0.stage = .ga }
        #expect(try may())
        try plane.updateRole("publisher", ["included_permissions"]) {
            $0.includedPermissions = ["pubsub.topics.get"]
        }
        #expect(try !may())
        #expect(try plane.may("a@x.yz", "pubsub.topics.get", on: topic))
        try plane.setRole("publisher", isDeleted: true)
        #expect(try !plane.may("a@x.yz", "pubsub.topics.get", on: topic))
        try plane.setRole("publisher", isDeleted: false)
        #expect(try plane.may("a@x.yz", "pubsub.topics.get", on: topic))
    }

    @Test("A policy cannot name a role that is not there")
    func missing() throws {
        var plane = ControlPlane.make()
        let policy = IAMv1.Policy([IAMv1.Binding(name, ["user:a@x.yz"])])
        #expect(failure { () throws(Status) in try plane.set(topic, policy) }?.code == .invalidArgument)
        try plane.createRole("publisher")
        try plane.setRole("publisher", isDeleted: true)
        #expect(failure { () throws(Status) in try plane.set(topic, policy) }?.code == .invalidArgument)
    }

    @Test("A change of a role takes its time to be heeded, and then stays")
    func propagation() throws {
        let model = PropagationModel.slow
        var (plane, _) = try bound(model)
        var now = start + model.longest + model.longest
        func may(_ permission: String) throws -> Bool {
            try plane.may("a@x.yz", permission, on: topic, at: now)
        }
        #expect(try may("pubsub.topics.publish"))
        try plane.updateRole("publisher", ["included_permissions"], at: now) {
            $0.includedPermissions = ["pubsub.topics.get"]
        }
        #expect(try may("pubsub.topics.publish"))
        #expect(try !may("pubsub.topics.get"))
        now = now + model.longest
        for _ in 0..<100 {
            now = now + .seconds(7)
            #expect(try !may("pubsub.topics.publish"))
            #expect(try may("pubsub.topics.get"))
        }
    }

    @Test("What can be granted and tested on a resource follows its service")
    func queries() throws {
        let (plane, _) = try bound()
        func grantable(_ full: String) throws(Status) -> Set<String> {
            var request = IAMAdminV1.QueryGrantableRolesRequest()
            request.fullResourceName = full
            request.pageSize = 3_000
            return Set(try plane.grantableRoles(request, by: .owner, at: start).roles.map(\.name))
        }
        let project = try grantable("//cloudresourcemanager.googleapis.com/projects/local-project")
        #expect(project.isSuperset(of: ["roles/owner", "roles/run.admin", name]))
        let topics = try grantable("//pubsub.googleapis.com/" + topic)
        #expect(topics.contains("roles/pubsub.publisher") && !topics.contains("roles/run.invoker"))
        for wrong in ["", "projects/p", "//pubsub.googleapis.com/", "//nothing.googleapis.com/x"] {
            #expect(failure { () throws(Status) in try grantable(wrong) }?.code == .invalidArgument)
        }
        let other = "//cloudresourcemanager.googleapis.com/projects/other-project"
        #expect(failure { () throws(Status) in try grantable(other) }?.code == .permissionDenied)

        var request = IAMAdminV1.QueryTestablePermissionsRequest()
        request.fullResourceName = "//cloudresourcemanager.googleapis.com/projects/local-project"
        request.pageSize = 1_000
        let permissions = try plane.testablePermissions(request, by: .owner, at: start).permissions
        #expect(permissions.count == min(1_000, PermissionTable.shared.names.count))
        let list = permissions.first { $0.name == "resourcemanager.projects.list" }
        #expect(list?.customRolesSupportLevel == .notSupported)
    }
}
