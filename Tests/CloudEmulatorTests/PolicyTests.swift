import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

private let topic = "projects/local-project/topics/t"
private let viewer = IAMv1.Binding("roles/viewer", ["user:a@x.yz"])
private let conditional = IAMv1.Binding("roles/viewer", ["user:a@x.yz"], condition: "true")

@Suite("Policies: etags, versions, members")
struct PolicyTests {
    @Test("A policy that was never set is empty, with the etag ACAB")
    func neverSet() throws {
        let policy = try ControlPlane.make().read(topic)
        #expect(policy.bindings.isEmpty && policy.version == 0)
        #expect(Base64.encode(policy.etag) == "ACAB")
    }

    @Test(
        "The first policy can be set with the etag of the empty one, or with none", arguments: ["ACAB", ""])
    func first(etag: String) throws {
        var plane = ControlPlane.make()
        let etag = try #require(Base64.decode(etag))
        let written = try plane.set(topic, IAMv1.Policy([viewer], etag: etag))
        #expect(written.version == 1 && written.bindings == [viewer])
        #expect(try plane.read(topic) == written)
    }

    @Test("Every write has another etag, even at the same instant")
    func etags() throws {
        var plane = ControlPlane.make()
        let etags = try (0..<5).map { _ in try plane.set(topic, IAMv1.Policy([viewer])).etag }
        #expect(Set(etags).count == 5)
        #expect(etags.allSatisfy { $0.count == 8 })
    }

    @Test("An outdated etag is ABORTED in Google's words")
    func outdated() throws {
        var plane = ControlPlane.make()
        let old = try plane.set(topic, IAMv1.Policy([viewer]))
        let new = try plane.set(topic, IAMv1.Policy([viewer], etag: old.etag))
        let status = failure { () throws(Status) in try plane.set(topic, IAMv1.Policy([], etag: old.etag)) }
        #expect(status?.code == .aborted)
        #expect(
            status?.message == """
                There were concurrent policy changes. Please retry the whole read-modify-write with exponential \
                backoff. The request's ETag '\(Base64.encode(old.etag))' did not match the current policy's ETag \
                '\(Base64.encode(new.etag))'.
                """)
        #expect(plane.policies.latest(of: topic) == new)
    }

    @Test("A write without an etag overwrites whatever there is")
    func blind() throws {
        var plane = ControlPlane.make()
        try plane.set(topic, IAMv1.Policy([conditional], version: 3))
        try plane.set(topic, IAMv1.Policy([viewer]))
        #expect(plane.policies.latest(of: topic).bindings == [viewer])
    }

    @Test("With its etag, a policy that has conditions is only written in version 3")
    func conditionsAreKept() throws {
        var plane = ControlPlane.make()
        let etag = try plane.set(topic, IAMv1.Policy([conditional], version: 3)).etag
        let status = failure { () throws(Status) in
            try plane.set(topic, IAMv1.Policy([viewer], version: 1, etag: etag))
        }
        #expect(status?.code == .invalidArgument)
        let written = try plane.set(topic, IAMv1.Policy([viewer], version: 3, etag: etag))
        #expect(written.version == 1)
    }

    @Test(
        "An old reader sees a conditional binding under a name that cannot be written back",
        arguments: [0, 1])
    func oldReader(version: Int) throws {
        var plane = ControlPlane.make()
        try plane.set(topic, IAMv1.Policy([viewer, conditional], version: 3))
        let shown = try plane.read(topic, version: Int32(version))
        #expect(shown.version == 1)
        #expect(shown.bindings.map(\.role).first == "roles/viewer")
        #expect(shown.bindings.last?.role.hasPrefix("roles/viewer_withcond_") == true)
        #expect(shown.bindings.allSatisfy { $0.condition == nil })
        #expect(failure { () throws(Status) in try plane.set(topic, shown) }?.code == .invalidArgument)
        let whole = try plane.read(topic, version: 3)
        #expect(whole.version == 3 && whole.bindings == [viewer, conditional])
    }

    @Test("A requested version other than 0, 1 and 3 is INVALID_ARGUMENT", arguments: [-1, 2, 4])
    func requestedVersion(version: Int) {
        let status = failure { () throws(Status) in
            try ControlPlane.make().read(topic, version: Int32(version))
        }
        #expect(status?.code == .invalidArgument)
    }

    @Test("Without a mask only bindings are replaced; audit configs when the mask names them")
    func masks() throws {
        var plane = ControlPlane.make()
        var policy = IAMv1.Policy([viewer])
        var config = IAMv1.AuditConfig()
        config.service = "allServices"
        policy.auditConfigs = [config]
        #expect(try plane.set(topic, policy).auditConfigs.isEmpty)
        #expect(try plane.set(topic, policy, mask: ["audit_configs"]).auditConfigs == [config])
        let kept = try plane.set(topic, IAMv1.Policy([]), mask: ["audit_configs"])
        #expect(kept.bindings == [viewer] && kept.auditConfigs.isEmpty)
        let status = failure { () throws(Status) in try plane.set(topic, policy, mask: ["members"]) }
        #expect(status?.code == .invalidArgument)
    }

    @Test("An account that does not exist cannot be named; Google's own accounts can")
    func unknownAccounts() throws {
        var plane = ControlPlane.make()
        for email in [
            "nobody@local-project.iam.gserviceaccount.com", "nobody@other-project.iam.gserviceaccount.com",
        ] {
            let status = failure { () throws(Status) in
                try plane.set(
                    topic, IAMv1.Policy([IAMv1.Binding("roles/viewer", ["serviceAccount:\(email)"])]))
            }
            #expect(status == Status(.invalidArgument, "Service account \(email) does not exist."))
        }
        let google = [
            "serviceAccount:service-415104041262@gcp-sa-pubsub.iam.gserviceaccount.com",
            "serviceAccount:415104041262@cloudbuild.gserviceaccount.com",
            "serviceAccount:415104041262-compute@developer.gserviceaccount.com",
        ]
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding("roles/viewer", google)]))
    }

    @Test(
        "Deleting an account leaves a deleted member with its unique id in every policy, and its own policy goes"
    )
    func deletion() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef")
        let binding = IAMv1.Binding("roles/viewer", ["user:a@x.yz", account.member])
        let before = try plane.set(topic, IAMv1.Policy([binding]))
        try plane.set(account.name, IAMv1.Policy([viewer]))
        try plane.deleteServiceAccount(account.name, by: .owner, at: start)
        let deleted = "deleted:serviceAccount:\(account.email)?uid=\(account.uniqueID)"
        let after = plane.policies.latest(of: topic)
        #expect(after.bindings == [IAMv1.Binding("roles/viewer", ["user:a@x.yz", deleted])])
        #expect(after.etag != before.etag)
        #expect(plane.policies.latest(of: account.name).bindings.isEmpty)
        try plane.set(topic, after)
        let second = try plane.create("abcdef")
        #expect(try !plane.may(second.email, "pubsub.topics.get", on: topic))
    }

    @Test("A deleted member that is there already is not there twice")
    func deletedTwice() throws {
        var plane = ControlPlane.make()
        let account = try plane.create("abcdef")
        let deleted = "deleted:serviceAccount:\(account.email)?uid=\(account.uniqueID)"
        try plane.set(topic, IAMv1.Policy([IAMv1.Binding("roles/viewer", [account.member, deleted])]))
        try plane.deleteServiceAccount(account.name, by: .owner, at: start)
        #expect(plane.policies.latest(of: topic).bindings == [IAMv1.Binding("roles/viewer", [deleted])])
    }

    @Test("A project's policy names its owner, must keep one, and knows no everybody")
    func projectPolicy() throws {
        var plane = ControlPlane.make()
        let policy = try plane.read(plane.project.name)
        #expect(policy.bindings == [IAMv1.Binding("roles/owner", ["user:owner@example.com"])])
        let withoutOwner = failure { () throws(Status) in
            try plane.set(plane.project.name, IAMv1.Policy([viewer]))
        }
        #expect(withoutOwner?.code == .invalidArgument)
        for everybody in ["allUsers", "allAuthenticatedUsers"] {
            let bindings = policy.bindings + [IAMv1.Binding("roles/viewer", [everybody])]
            let status = failure { () throws(Status) in
                try plane.set(plane.project.name, IAMv1.Policy(bindings))
            }
            #expect(status?.code == .invalidArgument)
        }
        try plane.set(plane.project.name, IAMv1.Policy(policy.bindings + [viewer]))
    }
}

@Suite("Policies: when they are seen and when they count")
struct PolicyPropagationTests {
    private var slow: PropagationModel {
        var model = PropagationModel.instant
        model.policyVisibleAfter = .seconds(120) ... .seconds(120)
        model.policyEnforcedAfter = .seconds(420) ... .seconds(420)
        model.policyRevokedAfter = .seconds(420) ... .seconds(420)
        model.freshReadsAfterConflict = .seconds(10)
        return model
    }

    @Test("A grant is shown after its delay, and counts after a longer one; so does a revocation")
    func planes() throws {
        var plane = ControlPlane.make(slow)
        let publisher = IAMv1.Binding("roles/pubsub.publisher", ["user:a@x.yz"])
        try plane.set(topic, IAMv1.Policy([publisher]))
        func isShown(_ seconds: Int) throws -> Bool {
            try plane.read(topic, at: start + .seconds(seconds)).bindings == [publisher]
        }
        func mayPublish(_ seconds: Int) throws -> Bool {
            try plane.may("a@x.yz", "pubsub.topics.publish", on: topic, at: start + .seconds(seconds))
        }
        #expect(try [isShown(0), isShown(119), isShown(120)] == [false, false, true])
        #expect(try [mayPublish(120), mayPublish(419), mayPublish(420)] == [false, false, true])
        try plane.set(topic, IAMv1.Policy([]), at: start + .seconds(1_000))
        #expect(try [mayPublish(1_419), mayPublish(1_420)] == [true, false])
    }

    @Test("A caller whose write was outdated reads the newest version for a while, others do not")
    func freshAfterConflict() throws {
        var plane = ControlPlane.make(slow)
        let written = try plane.set(topic, IAMv1.Policy([viewer]))
        let other = Caller(email: "other@x.yz")
        let stale = try plane.read(topic, by: other)
        #expect(stale.bindings.isEmpty)
        let status = failure { () throws(Status) in try plane.set(topic, stale, by: other) }
        #expect(status?.code == .aborted)
        #expect(try plane.read(topic, by: other, at: start + .seconds(9)) == written)
        #expect(try plane.read(topic, by: other, at: start + .seconds(10)) == stale)
        #expect(try plane.read(topic, by: .owner) == stale)
    }

    @Test("Flicker shows the new and the old binding in turn, and in the end only the new", arguments: 1...5)
    func flicker(seed: Int) throws {
        let model = PropagationModel.worst.seeded(UInt64(seed))
        var plane = ControlPlane.make(model)
        try plane.set(topic, IAMv1.Policy([viewer]))
        let seen = try (0..<1_200).map { try !plane.read(topic, at: start + .seconds($0)).bindings.isEmpty }
        #expect(zip(seen, seen.dropFirst()).filter { $0 != $1 }.count > 1)
        #expect(seen.prefix(420).allSatisfy { !$0 })
        #expect(seen.suffix(300).allSatisfy { $0 })
    }

    @Test("Every policy is in the end seen by everyone, within the bound of the preset", arguments: 1...20)
    func settling(seed: Int) throws {
        var random = TestRandom(UInt64(seed))
        let model = PropagationModel.worst.seeded(UInt64(seed))
        let bound = model.longest
        var plane = ControlPlane.make(model)
        var now = start
        for number in 0..<50 {
            now = now + .seconds(Int.random(in: 0...400, using: &random))
            try plane.set(
                topic, IAMv1.Policy([IAMv1.Binding("roles/viewer", ["user:u\(number)@x.yz"])]), at: now)
            let settled = try #require(plane.policies.settled(topic))
            #expect(settled <= now + bound)
        }
        let settled = try #require(plane.policies.settled(topic))
        for second in stride(from: 0, to: 2_000, by: 20) {
            #expect(try plane.read(topic, at: settled + .seconds(second)) == plane.policies.latest(of: topic))
            for number in 0..<50 {
                let may = try plane.may(
                    "u\(number)@x.yz", "pubsub.topics.get", on: topic, at: settled + .seconds(second))
                #expect(may == (number == 49))
            }
        }
    }

    @Test("Callers that read, change and write in any order lose nothing", arguments: 1...30)
    func noLostUpdates(seed: Int) throws {
        var random = TestRandom(UInt64(seed))
        var plane = ControlPlane.make(PropagationModel.typical.seeded(UInt64(seed)))
        /// A caller's unfinished work: the policy it has read, and the member it is to add or remove.
        struct Writer {
            let caller: Caller
            var hasRead: IAMv1.Policy?
            var task: (member: String, isAdded: Bool)?
        }
        var writers = (0..<4).map { Writer(caller: Caller(email: "writer\($0)@x.yz")) }
        var model: Set<String> = []
        var successes = 0
        var now = start
        for _ in 0..<600 {
            now = now + .milliseconds(Int.random(in: 0...3_000, using: &random))
            let index = Int.random(in: writers.indices, using: &random)
            var writer = writers[index]
            if let policy = writer.hasRead, let task = writer.task {
                var members = policy.bindings.first?.members ?? []
                members.removeAll { $0 == task.member }
                if task.isAdded { members.append(task.member) }
                let bindings = members.isEmpty ? [] : [IAMv1.Binding("roles/viewer", members)]
                let status = failure { () throws(Status) in
                    try plane.set(
                        topic, IAMv1.Policy(bindings, etag: policy.etag), by: writer.caller, at: now)
                }
                writer.hasRead = nil
                if status == nil {
                    if task.isAdded { model.insert(task.member) } else { model.remove(task.member) }
                    writer.task = nil
                    successes += 1
                } else {
                    #expect(status?.code == .aborted)
                }
            } else {
                if writer.task == nil {
                    let member = "user:u\(Int.random(in: 0..<40, using: &random))@x.yz"
                    writer.task = (member, Bool.random(using: &random))
                }
                writer.hasRead = try plane.read(topic, by: writer.caller, at: now)
            }
            writers[index] = writer
            #expect(Set(plane.policies.latest(of: topic).bindings.first?.members ?? []) == model)
        }
        #expect(successes > 50)
    }
}
