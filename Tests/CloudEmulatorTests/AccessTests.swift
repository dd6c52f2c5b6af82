import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

private let topic = "projects/local-project/topics/t"
private let subscription = "projects/local-project/subscriptions/s"

@Suite("testIamPermissions: what a caller may do")
struct AccessTests {
    @Test(
        "A role on a resource allows what Google's documentation lists, and nothing else",
        arguments: [
            ("roles/pubsub.publisher", "pubsub.topics.publish", true),
            ("roles/pubsub.publisher", "pubsub.topics.get", false),
            ("roles/pubsub.subscriber", "pubsub.subscriptions.consume", true),
            ("roles/pubsub.subscriber", "pubsub.topics.attachSubscription", true),
            ("roles/pubsub.subscriber", "pubsub.subscriptions.get", false),
            ("roles/pubsub.viewer", "pubsub.topics.get", true),
            ("roles/pubsub.viewer", "pubsub.topics.publish", false),
            ("roles/pubsub.viewer", "pubsub.topics.getIamPolicy", false),
            ("roles/pubsub.editor", "pubsub.topics.publish", true),
            ("roles/pubsub.editor", "pubsub.topics.setIamPolicy", false),
            ("roles/pubsub.admin", "pubsub.topics.setIamPolicy", true),
            ("roles/pubsub.admin", "iam.serviceAccounts.actAs", false),
            ("roles/iam.serviceAccountUser", "iam.serviceAccounts.actAs", true),
            ("roles/iam.serviceAccountUser", "iam.serviceAccounts.delete", false),
            ("roles/iam.serviceAccountAdmin", "iam.serviceAccounts.setIamPolicy", true),
            ("roles/iam.serviceAccountAdmin", "iam.serviceAccounts.actAs", false),
            ("roles/viewer", "pubsub.topics.list", true),
            ("roles/viewer", "pubsub.topics.publish", false),
            ("roles/editor", "pubsub.topics.publish", true),
            ("roles/editor", "resourcemanager.projects.setIamPolicy", false),
            ("roles/owner", "resourcemanager.projects.setIamPolicy", true),
            ("roles/unheard.of", "pubsub.topics.get", false),
        ])
    func roles(role: String, permission: String, isAllowed: Bool) throws {
        var plane = ControlPlane.make()
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding(role, ["user:a@x.yz"])]))
        #expect(try plane.may("a@x.yz", permission, on: topic) == isAllowed)
        #expect(try !plane.may("b@x.yz", permission, on: topic))
        #expect(try !plane.may("a@x.yz", permission, on: subscription))
    }

    @Test("A role on the project counts for everything in it")
    func inheritance() throws {
        var plane = ControlPlane.make()
        let owner = try plane.read(plane.project.name).bindings
        let viewer = IAMv1.Binding("roles/pubsub.viewer", ["user:a@x.yz"])
        try plane.set(plane.project.name, IAMv1.Policy(owner + [viewer]))
        #expect(try plane.may("a@x.yz", "pubsub.topics.get", on: topic))
        #expect(try plane.may("a@x.yz", "pubsub.topics.get", on: plane.project.name))
        #expect(try !plane.may("a@x.yz", "pubsub.topics.get", on: "projects/other-project/topics/t"))
    }

    @Test(
        "Members stand for those that their type says",
        arguments: [
            ("user:a@x.yz", "a@x.yz", true), ("user:A@x.yz", "a@X.yz", true),
            ("user:a@x.yz", "b@x.yz", false),
            ("domain:x.yz", "a@x.yz", true), ("domain:x.yz", "a@sub.x.yz", false),
            ("domain:p.iam.gserviceaccount.com", "a@p.iam.gserviceaccount.com", false),
            ("allUsers", nil, true), ("allAuthenticatedUsers", "a@x.yz", true),
            ("allAuthenticatedUsers", nil, false),
            ("serviceAccount:1@cloudbuild.gserviceaccount.com", "1@cloudbuild.gserviceaccount.com", true),
            ("user:1@cloudbuild.gserviceaccount.com", "1@cloudbuild.gserviceaccount.com", false),
            ("group:a@x.yz", "a@x.yz", false), ("deleted:user:a@x.yz?uid=1", "a@x.yz", false),
        ] as [(String, String?, Bool)])
    func members(member: String, email: String?, matches: Bool) throws {
        var plane = ControlPlane.make()
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding("roles/pubsub.publisher", [member])]))
        let held = try plane.testPermissions(
            ["pubsub.topics.publish"], on: topic, by: Caller(email: email), at: start)
        #expect(held.isEmpty != matches)
    }

    @Test("An account acts only while it exists and is enabled, and under a condition while that holds")
    func accounts() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef")
        let publisher = IAMv1.Binding("roles/pubsub.publisher", [account.member])
        try plane.set(topic, IAMv1.Policy([publisher]))
        func mayPublish() throws -> Bool { try plane.may(account.email, "pubsub.topics.publish", on: topic) }
        #expect(try mayPublish())
        try plane.setServiceAccount(account.name, disabled: true, by: .owner, at: start)
        #expect(try !mayPublish())
        try plane.setServiceAccount(account.name, disabled: false, by: .owner, at: start)
        for condition in ["true", "false"] {
            let conditional = IAMv1.Binding("roles/pubsub.publisher", [account.member], condition: condition)
            try plane.set(topic, IAMv1.Policy([conditional], version: 3))
            #expect(try mayPublish() == (condition == "true"))
        }
    }

    @Test("The owner has every permission that is one, in the order of the question")
    func owner() throws {
        let asked = ["run.services.get", "pubsub.topics.publish", "a.b.c"]
        let held = try ControlPlane.make().testPermissions(asked, on: topic, by: .owner, at: start)
        #expect(held == asked)
    }

    @Test(
        "Wildcards and what is no permission are INVALID_ARGUMENT, for the owner too",
        arguments: [
            "pubsub.*", "pubsub.topics.*", "*", "", "pubsub", "pubsub.topics", "pubsub..get",
            "pubsub.topics.get ",
        ])
    func wildcards(permission: String) {
        let status = failure { () throws(Status) in
            try ControlPlane.make().testPermissions([permission], on: topic, by: .owner, at: start)
        }
        #expect(status?.code == .invalidArgument)
    }

    @Test("100 permissions may be asked for at once, one more not", arguments: [100, 101])
    func limit(count: Int) {
        let asked = Array(repeating: "a.b.c", count: count)
        let status = failure { () throws(Status) in
            try ControlPlane.make().testPermissions(asked, on: topic, by: .owner, at: start)
        }
        #expect(status?.code == (count > 100 ? .invalidArgument : nil))
    }

    @Test(
        "The bearer token names the caller; without one the owner calls",
        arguments: [
            (nil, "owner@example.com"), ("Bearer a@x.yz", "a@x.yz"), ("bearer A@X.yz", "a@x.yz"),
            ("Bearer ya29.token", nil), ("Basic a@x.yz", nil), ("", nil),
        ] as [(String?, String?)])
    func callers(authorization: String?, email: String?) {
        let context = CallContext(authorization: authorization)
        let caller = CallerDirectory(owner: "owner@example.com").caller(context, at: start)
        #expect(caller.email == email)
        #expect((caller.problem == nil) == (email != nil))
    }
}
