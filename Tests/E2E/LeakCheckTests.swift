import CloudCore
import CloudEmulator
import GoogleCloud
import TestSupport
import Testing

@Suite struct LeakCheckTests {
    @Test("whatever is left behind is found and named, and nothing else")
    func findsEverything() async throws {
        try await withLocalCloud(.init(propagation: .slow)) { cloud in
            let names = "projects/\(cloud.project)"
            try await cloud.clients.pubsub.createTopic("\(names)/topics/before")
            let check = try await LeakCheck.mark(cloud)
            #expect(try await check.leaks().isEmpty)

            try await cloud.clients.pubsub.createTopic("\(names)/topics/leaked")
            try await cloud.clients.pubsub.createSubscription(
                SubscriptionSpec(name: "\(names)/subscriptions/leaked", topic: "\(names)/topics/leaked"))
            let account = try await cloud.clients.iam.createServiceAccount(
                project: cloud.project, id: "leaked-account")
            try await cloud.settle()
            for (role, resource) in [
                ("roles/viewer", names), ("roles/pubsub.viewer", "\(names)/topics/before"),
            ] {
                try await grant(role, to: account.member, on: resource, in: cloud)
            }

            let report = try await check.leaks()
            #expect(
                report.description == """
                    left behind:
                      - topic \(names)/topics/leaked
                      - subscription \(names)/subscriptions/leaked
                      - service account \(account.email)
                      - role roles/viewer of \(account.member) on \(names)
                      - role roles/pubsub.viewer of \(account.member) on \(names)/topics/before
                    """)
        }
    }

    @Test("what a test removes again is no leak")
    func removed() async throws {
        try await withLocalCloud(.init(propagation: .typical)) { cloud in
            let check = try await LeakCheck.mark(cloud)
            let topic = "projects/\(cloud.project)/topics/short-lived"
            try await cloud.clients.pubsub.createTopic(topic)
            let account = try await cloud.clients.iam.createServiceAccount(
                project: cloud.project, id: "short-lived")
            try await cloud.settle()
            try await grant("roles/pubsub.publisher", to: account.member, on: topic, in: cloud)
            try await cloud.clients.pubsub.deleteTopic(topic)
            try await cloud.clients.iam.deleteServiceAccount(account.email, project: cloud.project)
            let report = try await check.leaks()
            #expect(report.isEmpty, "\(report)")
        }
    }

    @Test("the role of a deleted account on the project is a leak")
    func roleOfDeletedAccount() async throws {
        try await withLocalCloud(.init(propagation: .instant)) { cloud in
            let check = try await LeakCheck.mark(cloud)
            let account = try await cloud.clients.iam.createServiceAccount(
                project: cloud.project, id: "short-lived")
            try await grant("roles/viewer", to: account.member, on: "projects/\(cloud.project)", in: cloud)
            try await cloud.clients.iam.deleteServiceAccount(account.email, project: cloud.project)
            let leaked = try await check.leaks().leaked
            #expect(leaked.serviceAccounts.isEmpty)
            #expect(leaked.bindings.map(\.member) == ["deleted:\(account.member)?uid=\(account.uniqueID)"])
        }
    }

    private func grant(_ role: String, to member: String, on resource: String, in cloud: TestCloud)
        async throws
    {
        if resource.contains("/topics/") {
            _ = try await cloud.clients.pubsub.modifyPolicy(of: resource) {
                $0.add(member: member, role: role)
            }
        } else {
            _ = try await cloud.clients.resourceManager.modifyPolicy(ofProject: cloud.project) {
                $0.add(member: member, role: role)
            }
        }
    }
}
