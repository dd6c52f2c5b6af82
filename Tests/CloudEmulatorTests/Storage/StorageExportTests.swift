import CloudCore
import Testing

@testable import CloudEmulator
@testable import PubSubEmulator

@Suite("Pub/Sub's Cloud Storage subscriptions write to the cloud's own buckets")
struct StorageExportTests {
    private func outcome(_ cloud: LocalCloud, _ bucket: String) async -> Result<Void, Status> {
        let object = ExportedObject(
            bucket: bucket, name: "2026-11-29/a.txt", contentType: "text/plain", body: Array("hello".utf8))
        let sink = StorageExportSink(cloud.storage, cloud.project)
        return await withCheckedContinuation { continuation in
            sink.write(object) { continuation.resume(returning: $0) }
        }
    }

    @Test("An object is written to a bucket that exists")
    func writes() async throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        try cloud.makeBucket("bucket")
        try await outcome(cloud, "bucket").get()
        let object = try cloud.object(bucket: "bucket", name: "2026-11-29/a.txt")
        #expect(object.contentType == "text/plain")
        #expect(try object.content.bytes() == Array("hello".utf8))
    }

    @Test("A bucket that is missing is not found, one that the agent may not write to denies permission")
    func refuses() async throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant, policyMode: .enforce)
        #expect(await outcome(cloud, "missing").failure?.code == .notFound)
        try cloud.makeBucket("bucket")
        #expect(await outcome(cloud, "bucket").failure?.code == .permissionDenied)
        let agent = "serviceAccount:" + cloud.project.serviceAgent("pubsub")
        let policy = IAMv1.Policy([
            IAMv1.Binding("roles/storage.objectCreator", [agent]),
            IAMv1.Binding("roles/storage.legacyBucketReader", [agent]),
        ])
        try cloud.perform { (plane, now) throws(Status) in
            _ = try plane.setBucketPolicy("bucket", policy, by: .owner, at: now)
        }
        try await outcome(cloud, "bucket").get()
    }
}

extension Result {
    fileprivate var failure: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
