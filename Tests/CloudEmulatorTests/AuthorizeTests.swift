import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

private let topic = "projects/local-project/topics/t"
private let account = "7-compute@developer.gserviceaccount.com"
private let member = "serviceAccount:" + account

@Suite("authorize: who is let through, and what is said to who is not")
struct AuthorizeTests {
    private func plane(_ mode: PolicyMode = .enforce, _ model: PropagationModel = .instant) -> ControlPlane {
        ControlPlane(
            project: .standard, owner: ControlPlane.ownerEmail, model: model, accountQuota: 100, mode: mode,
            at: start)
    }

    private func refusal(
        _ plane: ControlPlane, _ permission: String, on resource: String, by email: String? = account,
        at now: Instant = start
    ) -> Status? {
        failure { () throws(Status) in
            try plane.authorize(permission, on: resource, by: Caller(email: email), at: now)
        }
    }

    @Test("Only when policies are enforced is anybody refused; when they are logged, refusals are noted")
    func modes() {
        for mode in PolicyMode.allCases {
            let plane = plane(mode)
            #expect((refusal(plane, "pubsub.topics.publish", on: topic) != nil) == (mode == .enforce))
            #expect(plane.audit.refusals.count == (mode == .off ? 0 : 1))
        }
    }

    @Test("A refusal has Google's words, an ErrorInfo, and what was looked at with the roles that would help")
    func refusal() throws {
        var plane = plane()
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding("roles/pubsub.viewer", [member])]))
        let status = refusal(plane, "pubsub.topics.publish", on: topic)
        #expect(status?.code == .permissionDenied)
        #expect(status?.message == "User not authorized to perform this action.")
        #expect(
            status?.details.first
                == .errorInfo(
                    reason: "IAM_PERMISSION_DENIED", domain: "pubsub.googleapis.com",
                    metadata: ["permission": "pubsub.topics.publish", "resource": topic]))
        let text = try #require(plane.audit.refusals.first?.text)
        #expect(
            status?.details.last
                == .preconditionFailure([.init(type: "IAM_POLICY", subject: topic, description: text)]))
        #expect(
            text == """
                \(member) lacks pubsub.topics.publish on \(topic). Looked at the policies of \(topic), \
                projects/local-project. roles/pubsub.viewer on \(topic): the role does not have the permission. Roles \
                that would grant it: roles/pubsub.publisher, roles/pubsub.editor, roles/cloudbuild.builds.builder, \
                roles/pubsub.admin, roles/editor.
                """)
    }

    @Test("What is written, but not in force yet, is told apart from what does not help")
    func notYet() throws {
        var plane = plane(.enforce, .typical)
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding("roles/pubsub.publisher", [member])]))
        _ = refusal(plane, "pubsub.topics.publish", on: topic)
        #expect(plane.audit.refusals.first?.bindings.map(\.reason) == [.notPropagated])
        let settled = try #require(plane.policies.settled(topic))
        #expect(refusal(plane, "pubsub.topics.publish", on: topic, at: settled) == nil)
    }

    @Test(
        "A role counts on the resource that has it and on everything in that",
        arguments: [
            ("projects/local-project/buckets/b", "projects/_/buckets/b", "storage.objects.get", true),
            (
                "projects/local-project/buckets/b", "projects/_/buckets/b/objects/x/y/z",
                "storage.objects.get", true
            ),
            (
                "projects/local-project/buckets/b", "projects/_/buckets/c/objects/x", "storage.objects.get",
                false
            ),
            (
                "projects/local-project/buckets/b", "projects/_/buckets/bb/objects/x", "storage.objects.get",
                false
            ),
            (
                "projects/local-project/secrets/s", "projects/415104041262/secrets/s/versions/1",
                "secretmanager.versions.access", true
            ),
            (
                "projects/local-project/datasets/d", "projects/local-project/datasets/d/tables/t",
                "bigquery.tables.get", true
            ),
            (
                "projects/local-project/datasets/d/tables/t", "projects/local-project/datasets/d",
                "bigquery.datasets.get", false
            ),
            (
                "projects/local-project", "projects/local-project/locations/l/services/s", "run.services.get",
                true
            ),
            ("projects/local-project", "projects/local-project2/topics/t", "pubsub.topics.get", false),
        ])
    func inheritance(holder: String, resource: String, permission: String, isAllowed: Bool) throws {
        var plane = plane()
        let roles = [
            "storage.objectViewer", "secretmanager.secretAccessor", "bigquery.dataViewer", "run.viewer",
        ]
        let bindings = roles.map { IAMv1.Binding("roles/" + $0, [member]) }
        let owner = IAMv1.Binding("roles/owner", ["user:" + ControlPlane.ownerEmail])
        try plane.set(holder, IAMv1.Policy(bindings + [owner]))
        #expect((refusal(plane, permission, on: resource) == nil) == isAllowed)
    }

    @Test("A condition decides by the time and the resource of the call")
    func conditions() throws {
        var plane = plane()
        let binding = IAMv1.Binding(
            "roles/storage.objectViewer", [member],
            condition: "resource.name.startsWith('projects/_/buckets/b/objects/public/') && "
                + "request.time < timestamp('2030-01-02T00:00:00Z')")
        try plane.set("projects/local-project/buckets/b", IAMv1.Policy([binding], version: 3))
        let shown = "projects/_/buckets/b/objects/public/x"
        #expect(refusal(plane, "storage.objects.get", on: shown) == nil)
        #expect(refusal(plane, "storage.objects.get", on: "projects/_/buckets/b/objects/secret/x") != nil)
        #expect(refusal(plane, "storage.objects.get", on: shown, at: start + .seconds(86_400)) != nil)
        #expect(plane.audit.refusals.last?.bindings.map(\.reason) == [.conditionFails])
    }

    @Test("Everybody and all who are known are let in where they are members, but nobody with a bad token")
    func everybody() throws {
        var plane = plane()
        let service = "projects/local-project/locations/l/services/s"
        try plane.set(service, IAMv1.Policy([IAMv1.Binding("roles/run.invoker", ["allUsers"])]))
        #expect(refusal(plane, "run.routes.invoke", on: service, by: nil) == nil)
        #expect(refusal(plane, "run.routes.invoke", on: service) == nil)
        for problem in [Caller.Problem.unknownToken, .expiredToken] {
            let status = failure { () throws(Status) in
                try plane.authorize("run.routes.invoke", on: service, by: Caller(problem), at: start)
            }
            #expect(status?.code == .unauthenticated)
        }
        try plane.set(service, IAMv1.Policy([IAMv1.Binding("roles/run.invoker", ["allAuthenticatedUsers"])]))
        #expect(refusal(plane, "run.routes.invoke", on: service, by: nil) != nil)
        #expect(refusal(plane, "run.routes.invoke", on: service) == nil)
    }

    @Test(
        "Basic roles leave out what Google's leave out",
        arguments: [
            ("roles/owner", "secretmanager.versions.access", true),
            ("roles/editor", "secretmanager.versions.access", false),
            ("roles/owner", "storage.objects.get", false), ("roles/owner", "storage.buckets.create", true),
            ("roles/owner", "iam.serviceAccounts.getAccessToken", false),
            ("roles/editor", "iam.serviceAccounts.actAs", true), ("roles/editor", "run.routes.invoke", true),
            ("roles/editor", "run.services.setIamPolicy", false), ("roles/editor", "iam.roles.create", false),
            ("roles/viewer", "run.services.get", true), ("roles/viewer", "run.routes.invoke", false),
            ("roles/viewer", "bigquery.tables.getData", false),
            ("roles/viewer", "resourcemanager.projects.getIamPolicy", true),
        ])
    func basicRoles(role: String, permission: String, isAllowed: Bool) throws {
        var plane = plane()
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding(role, [member])]))
        #expect((refusal(plane, permission, on: topic) == nil) == isAllowed)
    }

    @Test(
        "Roles that cannot exist are refused when a policy is set; those of services that are not here are kept"
    )
    func roles() throws {
        var plane = plane()
        for (role, isKnown) in [
            ("roles/pubsub.publisher", true), ("roles/pubsub.pubisher", false), ("roles/nonsense", false),
            ("roles/aiplatform.user", true), ("projects/local-project/roles/missing", false),
        ] {
            let status = failure { () throws(Status) in
                try plane.set(topic, IAMv1.Policy([IAMv1.Binding(role, [member])]))
            }
            #expect((status == nil) == isKnown, "\(role)")
        }
    }

    @Test("An account that other services do not know yet cannot be acted as, and then only with permission")
    func actAs() throws {
        var model = PropagationModel.instant
        model.accountVisibleAfter = .seconds(10) ... .seconds(10)
        model.accountUsableAfter = .seconds(60) ... .seconds(60)
        var plane = plane(.enforce, model)
        let created = try plane.create("runtime")
        func outcome(_ seconds: Int, _ email: String) -> Status.Code? {
            failure { () throws(Status) in
                try plane.authorizeActing(
                    as: created.email, by: Caller(email: email), at: start + .seconds(seconds))
            }?.code
        }
        #expect(outcome(59, ControlPlane.ownerEmail) == .notFound)
        #expect(outcome(60, ControlPlane.ownerEmail) == nil)
        #expect(outcome(60, account) == .permissionDenied)
        try plane.set(
            created.name, IAMv1.Policy([IAMv1.Binding("roles/iam.serviceAccountUser", [member])]),
            at: start + .seconds(60))
        #expect(outcome(60, account) == nil)
    }
}

@Suite("Suggestions: the least bindings for the traffic seen")
struct SuggestionTests {
    @Test(
        "Needs become roles on the nearest resource with a policy, granted or not; what was not used is told")
    func suggestion() throws {
        var plane = ControlPlane(
            project: .standard, owner: ControlPlane.ownerEmail, model: .instant, accountQuota: 100,
            mode: .log,
            at: start)
        let caller = Caller(email: account)
        try plane.set(
            topic,
            IAMv1.Policy([
                IAMv1.Binding("roles/pubsub.publisher", [member]),
                IAMv1.Binding("roles/pubsub.viewer", [member]),
            ]))
        for (permission, resource) in [
            ("pubsub.topics.publish", topic), ("pubsub.topics.publish", topic),
            ("secretmanager.versions.access", "projects/local-project/secrets/s/versions/latest"),
            ("storage.objects.get", "projects/_/buckets/b/objects/x"),
            ("storage.objects.create", "projects/_/buckets/b/objects/y"),
            ("run.services.list", "projects/local-project/locations/l"),
            ("nothing.like.it", topic),
        ] {
            try plane.authorize(permission, on: resource, by: caller, at: start)
        }
        try plane.authorize("pubsub.topics.delete", on: topic, by: .owner, at: start)
        let suggestion = plane.suggestion(at: start)
        #expect(
            suggestion.needed.map { "\($0.role) on \($0.resource), granted \($0.isGranted)" } == [
                "roles/run.viewer on projects/local-project, granted false",
                "roles/storage.objectUser on projects/local-project/buckets/b, granted false",
                "roles/secretmanager.secretAccessor on projects/local-project/secrets/s, granted false",
                "roles/pubsub.publisher on \(topic), granted true",
            ])
        #expect(suggestion.needed.allSatisfy { $0.member == member })
        #expect(suggestion.needed[1].permissions == ["storage.objects.create", "storage.objects.get"])
        #expect(suggestion.unused.map(\.role) == ["roles/pubsub.viewer"])
        #expect(suggestion.unknown == ["nothing.like.it on \(topic) by \(member)"])
    }

    @Test("Where no role has everything, several together do")
    func several() {
        let wanted = PermissionTable.shared.set(["pubsub.topics.publish", "cloudtrace.traces.patch"])
        let roles = RoleChoice.roles(covering: wanted).map(\.role.role.name)
        #expect(roles == ["roles/cloudtrace.agent", "roles/pubsub.publisher"])
    }
}

@Suite("Predefined roles: the table")
struct PredefinedRoleTests {
    @Test("Names are those of roles, no name comes twice, and every permission is one")
    func table() {
        let names = PredefinedRoles.all.map(\.role.name)
        #expect(Set(names).count == names.count && names == names.sorted())
        for name in PermissionTable.shared.names {
            #expect(throws: Never.self) { try PermissionRules.check([name]) }
        }
        for entry in PredefinedRoles.all {
            #expect(entry.permissions.count == entry.role.permissions.count)
            #expect(entry.role.name.hasPrefix("roles/") && !entry.role.title.isEmpty)
        }
    }

    @Test(
        "Sizes of roles that are whole are those that Google's API answers with",
        arguments: [
            ("roles/pubsub.admin", 55), ("roles/pubsub.publisher", 1), ("roles/pubsub.subscriber", 3),
            ("roles/secretmanager.admin", 18), ("roles/cloudscheduler.admin", 16),
            ("roles/cloudbuild.builds.editor", 7), ("roles/iam.serviceAccountTokenCreator", 9),
            ("roles/iam.roleAdmin", 8), ("roles/serviceusage.serviceUsageAdmin", 12),
            ("roles/datastore.user", 16),
            ("roles/storage.objectUser", 23), ("roles/storage.objectAdmin", 27),
            ("roles/bigquery.dataViewer", 16), ("roles/cloudscheduler.serviceAgent", 4),
            ("roles/cloudbuild.builds.builder", 47),
        ])
    func sizes(role: String, count: Int) {
        #expect(PredefinedRoles.entry(role)?.role.permissions.count == count)
    }
}
