import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

extension LocalCloud {
    /// Calls a method with a request in JSON, as over REST; the owner calls unless told otherwise.
    @discardableResult
    func call(_ method: String, _ request: JSON, by email: String? = nil) throws(Status) -> JSON {
        try MethodCalls(self).call(method, request, by: email)
    }

    /// Keeps everything in a directory whose log can always be written.
    @discardableResult
    func keepData(in directory: String, sync: DurableSync = .never) throws(Status) -> CloudRecovery {
        try keepData(in: directory, sync: sync) { preconditionFailure("the log cannot be written: \($0)") }
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

/// Calls of a cloud's methods by their names, for who makes many: a cloud makes its table anew each time.
struct MethodCalls {
    private let methods: [String: RPCMethod]

    init(_ cloud: LocalCloud) {
        methods = Dictionary(cloud.methods.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @discardableResult
    func call(_ method: String, _ request: JSON, by email: String? = nil) throws(Status) -> JSON {
        guard let found = methods[method] else {
            throw Status(.unimplemented, "there is no method \(method)")
        }
        guard case .unary(let serve) = found.kind else {
            throw Status(.unimplemented, "\(method) does not answer at once")
        }
        var out = OutputBuffer()
        try serve(.json(request), CallContext(authorization: email.map { "Bearer \($0)" }), &out)
        return try JSON.parse(out.copyBytes())
    }
}

extension LocalCloud {
    /// Makes the cloud's writes again, read from the text of its state as a file has it, and compares what comes of them
    /// with the cloud, now and later.
    func expectSameWhenMadeAgain(records least: Int = 50) throws {
        let state = exportState()
        #expect(state.history.records.count > least)
        let read = try state.text().withUnsafeBytes { try CloudState(json: $0) }
        #expect(read.history == state.history)
        #expect(read.pubsub == state.pubsub)
        let other = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        let replayed = try read.history.replayed(by: PlaneReplays(other.methods))
        let former = inspect { $0 }
        for minutes in [0, 1, 2, 5, 9, 30, 3_000] {
            let now = timeline.now + .seconds(60 * minutes)
            let (expected, found) = (former.view(at: now), replayed.view(at: now))
            let difference = zip(expected.split(separator: "\n"), found.split(separator: "\n")).first {
                $0 != $1
            }
            #expect(
                difference == nil && expected.count == found.count,
                "after \(minutes) minutes: \(String(describing: difference))")
            guard expected == found else { return }
        }
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
        return (lines + keyView(at: now) + dataView(at: now)).joined(separator: "\n")
    }

    /// What can be seen of custom roles and keys.
    private func keyView(at now: Instant) -> [String] {
        var lines = roles.list(withDeleted: true, at: now).map(ProtoJSONEncoder.text)
        for account in accounts.all {
            for keys in [keys.latest(of: account.uniqueID), keys.read(account.uniqueID, at: now)] {
                lines += keys.map { "\($0.id) \($0.isDisabled) \($0.validAfter) \($0.validBefore)" }
            }
            for id in (0..<5).map({ "k\($0)" }) {
                lines.append("\(acceptedKey(id, of: account, at: now)?.id ?? "-")")
            }
        }
        return lines + ["\(keys.settledAt.nanoseconds) \(roles.settledAt.nanoseconds)"]
    }

    /// What can be seen of databases, tables and services, and what their next numbers are.
    private func dataView(at now: Instant) -> [String] {
        var plane = self
        plane.settle(at: now)
        var lines = plane.firestore.deleted.map(ProtoJSONEncoder.text)
        lines.append("\(plane.bigQuery.deleted.keys.sorted())")
        for (dataset, entry) in plane.bigQuery.datasets.sorted(by: { $0.key < $1.key }) {
            for (id, table) in entry.tables.sorted(by: { $0.key < $1.key }) {
                lines.append("\(dataset).\(id) \(table.byteCount)")
                lines += table.rows.map { row in
                    "\(CellValue.row(row.cells, .integer).text()) \(row.partition ?? 0)"
                }
            }
        }
        for (name, entry) in plane.run.all.sorted(by: { $0.name.path < $1.name.path }) {
            lines.append("\(name.path) \(entry.number) \(ProtoJSONEncoder.text(of: entry.service))")
            for revision in entry.revisions.values.sorted(by: { $0.number < $1.number }) {
                lines.append("\(revision.number) \(ProtoJSONEncoder.text(of: revision.message))")
                lines.append("\(revision.isReady) \(revision.imageDigest) \(revision.failure?.message ?? "")")
                lines.append("\(revision.operations.map { "\($0.name) \($0.form)" })")
            }
        }
        lines.append("\(plane.bigQuery.nextEtag()) \(plane.firestore.nextEtag()) \(plane.run.nextNumber())")
        return lines
    }
}
