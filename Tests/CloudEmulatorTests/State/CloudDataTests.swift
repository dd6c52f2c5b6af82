import CloudCore
import Foundation
import PubSubEmulator
import Testing

@testable import CloudEmulator

/// A cloud that keeps everything in a directory.
final class CloudDataTests {
    private let folder = NSTemporaryDirectory() + "rehearsal-cloud-\(UUID().uuidString)"
    private let timeline = VirtualTimeline()

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A cloud as it is after a start. The one before has to be gone.
    private func started(
        project: LocalProject = .standard, timeline: (any Timeline)? = nil
    ) throws -> (cloud: LocalCloud, recovery: CloudRecovery) {
        let cloud = LocalCloud(timeline: timeline ?? self.timeline, project: project)
        return (cloud, try cloud.keepData(in: folder))
    }

    private func fill(_ cloud: LocalCloud) throws {
        try cloud.createAccount("runner")
        try cloud.createSecret("key", "one", "two")
        try cloud.pubsub.createTopic("ticks")
        try cloud.createJob("tick")
        try cloud.grant("roles/viewer", to: "user:a@example.com")
        let topic = "projects/local-project/topics/ticks"
        let policy = IAMv1.Policy([IAMv1.Binding("roles/pubsub.publisher", ["user:a@example.com"])])
        try cloud.pubsub.setPolicy(policy, of: topic)
    }

    @Test("What was written is so after a restart, with its ids and etags")
    func restart() throws {
        let state: CloudState
        do {
            let cloud = try started().cloud
            try fill(cloud)
            timeline.advance(by: .seconds(30))
            state = cloud.exportState()
        }
        let (cloud, recovery) = try started()
        #expect(recovery.plane.records == 8 && recovery.plane.tornAt == nil)
        let differences = try cloud.differences(from: state)
        #expect(differences.isEmpty, "\(differences)")
        #expect(try cloud.secretData("key") == "two")
        #expect(cloud.policy(of: "projects/local-project/topics/ticks").bindings.count == 1)
    }

    @Test("A job goes on after a restart, at the time that it had")
    func jobs() throws {
        do { try fill(started().cloud) }
        let cloud = try started().cloud
        try cloud.pubsub.createSubscription("watch", topic: "ticks")
        timeline.advance(by: .seconds(600))
        #expect(try cloud.pubsub.pull("watch").map(\.message.text) == ["x"])
    }

    @Test("A torn end is dropped and told of; what was before it is there")
    func torn() throws {
        do { try fill(started().cloud) }
        let log = folder + "/log"
        let whole = try InputFile.bytes(log)
        try Data(whole.dropLast(5)).write(to: URL(fileURLWithPath: log))
        let (cloud, recovery) = try started()
        #expect(recovery.plane.tornAt != nil && recovery.plane.tornBytes > 0)
        #expect(try cloud.secretData("key") == "two")
    }

    @Test("A log that is damaged in the middle is refused, with the offset, and stays as it is")
    func damaged() throws {
        do { try fill(started().cloud) }
        let log = folder + "/log"
        var bytes = try InputFile.bytes(log)
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: log))
        let status = #expect(throws: Status.self) { try self.started() }
        #expect(status?.code == .dataLoss)
        #expect(status?.message.contains("is damaged at offset") == true)
        #expect(try InputFile.bytes(log) == bytes)
    }

    @Test("The directory of another project is refused")
    func otherProject() throws {
        do { try fill(started().cloud) }
        let project = try LocalProject(id: "other-project")
        let status = #expect(throws: Status.self) { try self.started(project: project) }
        #expect(status?.code == .failedPrecondition)
        #expect(status?.message.contains("local-project") == true)
    }

    @Test("A directory that one cloud uses is refused to another")
    func inUse() throws {
        let first = try started().cloud
        let status = #expect(throws: Status.self) { try self.started() }
        #expect(status?.code == .failedPrecondition)
        withExtendedLifetime(first) {}
    }

    @Test("A virtual time goes on from the last write; a real one that is behind it is refused")
    func time() throws {
        do {
            let cloud = try started().cloud
            timeline.advance(by: .seconds(5_000))
            try cloud.createAccount("runner")
        }
        let status = #expect(throws: Status.self) { try self.started(timeline: RealTimeline.shared) }
        #expect(status?.code == .failedPrecondition)
        let fresh = VirtualTimeline()
        _ = try started(timeline: fresh)
        #expect(fresh.now >= timeline.now)
    }

    @Test("What an attempt under way left behind is ended as failed, and tried again by its schedule")
    func interrupted() throws {
        do {
            let cloud = try started().cloud
            try fill(cloud)
            // The process ends between the beginning of an attempt and its end.
            try cloud.plane.perform(recording: JobsDue(), at: timeline.now + .seconds(600))
        }
        let cloud = try started().cloud
        let job = cloud.inspect { $0.jobs["projects/local-project/locations/europe-west1/jobs/tick"] }
        #expect(job?.attempt == nil)
        #expect(job?.job.status?.code == Status.Code.unavailable.rawValue)
    }

    @Test("Disruptions end with the process")
    func disruptions() throws {
        do {
            let cloud = try started().cloud
            cloud.disrupt(.propagationStalled)
            try cloud.createAccount("runner")
        }
        let cloud = try started().cloud
        #expect(cloud.disruptions.isEmpty)
        #expect(cloud.propagatedEverything < .distantFuture)
    }

    @Test("Large bytes are kept beside the log, and what nothing names is removed at the next start")
    func blobs() throws {
        let key: String
        do {
            let cloud = try started().cloud
            key = try cloud.blobs.put([1, 2, 3])
            #expect(cloud.blobs.bytes(of: key) == [1, 2, 3])
            #expect(FileManager.default.fileExists(atPath: "\(folder)/blobs/\(key)"))
        }
        let cloud = try started().cloud
        #expect(cloud.blobs.bytes(of: key) == nil)
    }
}
