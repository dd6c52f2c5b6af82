import CloudCore
import PubSubEmulator
import RPCServer

@testable import CloudEmulator

extension LocalCloud {
    /// Calls a method with a request in JSON, as over REST; the owner calls unless told otherwise.
    @discardableResult
    func call(_ method: String, _ request: JSON, by email: String? = nil) throws(Status) -> JSON {
        guard let found = methods.first(where: { $0.name == method }) else {
            throw Status(.unimplemented, "there is no method \(method)")
        }
        guard case .unary(let serve) = found.kind else {
            throw Status(.unimplemented, "\(method) does not answer at once")
        }
        var out = OutputBuffer()
        try serve(.json(request), CallContext(authorization: email.map { "Bearer \($0)" }), &out)
        return try JSON.parse(out.copyBytes())
    }

    func createAccount(_ id: String) throws(Status) {
        try call(
            "google.iam.admin.v1.IAM/CreateServiceAccount",
            ["name": "projects/local-project", "accountId": .string(id)])
    }

    /// Adds a member to a role in the policy of the project.
    func grant(_ role: String, to member: String, etag: String? = nil) throws(Status) {
        let projects = "google.cloud.resourcemanager.v3.Projects/"
        let resource: JSON = "projects/local-project"
        var policy = try call(projects + "GetIamPolicy", ["resource": resource])
        var bindings = policy["bindings"]?.arrayValue ?? []
        bindings.append(["role": .string(role), "members": [.string(member)]])
        policy["bindings"] = .array(bindings)
        if let etag { policy["etag"] = .string(etag) }
        try call(projects + "SetIamPolicy", ["resource": resource, "policy": policy])
    }

    func createSecret(_ id: String, _ data: String...) throws(Status) {
        let service = "google.cloud.secretmanager.v1.SecretManagerService/"
        try call(
            service + "CreateSecret",
            [
                "parent": "projects/local-project", "secretId": .string(id),
                "secret": ["replication": ["automatic": [:]]],
            ])
        for text in data {
            try call(
                service + "AddSecretVersion",
                [
                    "parent": .string("projects/local-project/secrets/\(id)"),
                    "payload": ["data": .string(Base64.encode(Array(text.utf8)))],
                ])
        }
    }

    func secretData(_ id: String) throws(Status) -> String {
        let answer = try call(
            "google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion",
            ["name": .string("projects/local-project/secrets/\(id)/versions/latest")])
        let data = answer["payload"]?["data"]?.stringValue.flatMap { Base64.decode($0) }
        return String(decoding: data ?? [], as: UTF8.self)
    }

    func createJob(_ id: String) throws(Status) {
        try call(
            "google.cloud.scheduler.v1.CloudScheduler/CreateJob",
            [
                "parent": "projects/local-project/locations/europe-west1",
                "job": [
                    "name": .string("projects/local-project/locations/europe-west1/jobs/\(id)"),
                    "schedule": "*/10 * * * *",
                    "pubsubTarget": ["topicName": "projects/local-project/topics/ticks", "data": "eA=="],
                ],
            ])
    }
}

extension ControlPlane {
    /// Everything that can be seen of a plane at an instant, as a text.
    func view(at now: Instant) -> String {
        let plane = self
        var lines = [plane.inventory(at: now).json.text()]
        for account in (0..<20).map({ "a\($0)xxxxx@local-project.iam.gserviceaccount.com" }) {
            lines.append("\(plane.accounts.read(account, at: now).map { "\($0)" } ?? "-")")
            let isUsable = plane.accounts.usable(account, at: now) != nil
            lines.append("\(plane.accounts.isAccepted(account, at: now)) \(isUsable)")
        }
        for resource in plane.policies.resources {
            lines.append(resource)
            for caller in [Caller(email: ControlPlane.ownerEmail), Caller(email: "a1@example.com")] {
                lines.append("\(plane.policies.read(resource, by: caller, at: now))")
            }
            for permission in ["pubsub.topics.publish", "iam.serviceAccounts.actAs", "run.services.get"] {
                let caller = Caller(email: "a1@example.com")
                lines.append("\(plane.allows(permission, on: resource, to: caller, at: now))")
            }
            lines.append("\(plane.policies.settled(resource)?.nanoseconds ?? 0)")
        }
        for service in ["run.googleapis.com", "compute.googleapis.com", "container.googleapis.com"] {
            lines.append(
                "\(plane.services.isEnabled(service, at: now)) \(plane.services.isServed(service, at: now))")
        }
        let pages = try? PageRequest(size: 1_000, token: "", standard: 1_000, most: 1_000)
        if let pages {
            lines.append("\(plane.operations.list("", pages, at: now).page)")
        }
        for job in plane.jobs.entries.sorted(by: { $0.key < $1.key }) {
            lines.append("\(job.value.due?.nanoseconds ?? 0) \(job.value.number) \(job.value.attempt ?? 0)")
        }
        return lines.joined(separator: "\n")
    }
}
