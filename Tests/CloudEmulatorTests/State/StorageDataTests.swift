import CloudCore
import Foundation
import Testing

@testable import CloudEmulator

/// A cloud that keeps its objects and images in a directory.
final class StorageDataTests {
    fileprivate let folder = NSTemporaryDirectory() + "rehearsal-storage-\(UUID().uuidString)"
    fileprivate let timeline = VirtualTimeline()

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A cloud as it is after a start. The one before has to be gone.
    fileprivate func started(
        _ timeline: VirtualTimeline? = nil, sync: DurableSync = .never
    ) throws -> LocalCloud {
        let cloud = LocalCloud(timeline: timeline ?? self.timeline, propagation: .instant)
        try cloud.keepData(in: folder, sync: sync)
        return cloud
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder + "/blobs") }
    }

    private func large(_ seed: UInt8) -> [UInt8] {
        (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) ^ seed }
    }

    @Test("Objects small and large are there after a restart, and only their bytes are in the directory")
    func restart() throws {
        let before: CloudState
        do {
            let cloud = try started()
            try cloud.makeBucket("bucket", location: "europe-west1")
            try cloud.writeObject([], bucket: "bucket", name: "empty")
            try cloud.writeObject([1, 2, 3], bucket: "bucket", name: "small")
            try cloud.writeObject(large(1), bucket: "bucket", name: "large")
            try cloud.writeObject(large(2), bucket: "bucket", name: "large")
            let taken = ObjectInsertion(
                bucket: "bucket", name: "large", preconditions: StoragePreconditions(generationMatch: 0))
            #expect(throws: Status.self) { try cloud.storage.write(taken, self.large(3), by: .owner) }
            #expect(try files.count == 3)
            before = cloud.exportState()
        }
        try Data([1]).write(to: URL(fileURLWithPath: "\(folder)/blobs/\(String(repeating: "a", count: 32))"))
        let cloud = try started()
        #expect(try cloud.differences(from: before).isEmpty)
        #expect(try cloud.object(bucket: "bucket", name: "empty").content.bytes() == [])
        #expect(try cloud.object(bucket: "bucket", name: "small").content.bytes() == [1, 2, 3])
        #expect(try cloud.object(bucket: "bucket", name: "large").content.bytes() == large(2))
        #expect(try files.count == 3)
        cloud.reset()
        #expect(try files.isEmpty)
    }

    @Test("A large upload goes to its place in the directory as it comes")
    func uploads() throws {
        let cloud = try started()
        let writer = ContentWriter(cloud.blobs)
        let bytes = large(1)
        for start in stride(from: 0, to: bytes.count, by: 100_000) {
            try writer.append(Array(bytes[start..<min(start + 100_000, bytes.count)]))
        }
        let path = "\(folder)/blobs/\(try #require(files.first))"
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == bytes.count)
        try cloud.makeBucket("bucket")
        let insertion = ObjectInsertion(bucket: "bucket", name: "large")
        _ = try cloud.storage.write(insertion, try writer.finish(), by: .owner)
        #expect(try cloud.object(bucket: "bucket", name: "large").content.filePath == path)
    }

    @Test("Bytes that the disk has to have taken before the answer are there as others are")
    func synced() throws {
        do {
            let cloud = try started(sync: .always)
            try cloud.makeBucket("bucket")
            try cloud.writeObject([1, 2], bucket: "bucket", name: "small")
            try cloud.writeObject(large(1), bucket: "bucket", name: "large")
        }
        let cloud = try started()
        #expect(try cloud.object(bucket: "bucket", name: "small").content.bytes() == [1, 2])
        #expect(try cloud.object(bucket: "bucket", name: "large").content.bytes() == large(1))
    }

    @Test("An object that is being read stays readable when it is deleted, and its file goes after that")
    func deletedWhileRead() throws {
        let cloud = try started()
        try cloud.makeBucket("bucket")
        try cloud.writeObject([1, 2], bucket: "bucket", name: "a")
        do {
            let reader = try cloud.object(bucket: "bucket", name: "a")
            let object = ObjectSource(bucket: "bucket", name: "a")
            try cloud.storage.write(StorageWrites.DeleteObject(object: object), by: .owner)
            #expect(try reader.content.bytes() == [1, 2])
        }
        #expect(try files.isEmpty)
    }

    @Test(
        "What a lifecycle deletes while somebody looks is gone after a restart, though the time was only virtual"
    )
    func lifecycle() throws {
        do {
            let cloud = try started()
            let rule: JSON = ["action": ["type": "Delete"], "condition": ["age": 1]]
            let body: JSON = ["name": "bucket", "lifecycle": ["rule": [rule]]]
            let write = StorageWrites.InsertBucket(project: "local-project", body: body)
            _ = try cloud.storage.write(write, by: .owner)
            try cloud.writeObject([1], bucket: "bucket", name: "a")
            timeline.advance(by: .seconds(2 * 86_400))
            #expect(throws: Status.self) { try cloud.object(bucket: "bucket", name: "a") }
            // The next question notices what the one before has left.
            _ = try? cloud.storage.ask { (_, _) throws(Status) in }
            #expect(try files.isEmpty)
        }
        let cloud = try started(VirtualTimeline())
        #expect(throws: Status.self) { try cloud.object(bucket: "bucket", name: "a") }
        #expect(cloud.inspect { $0.storage["bucket"]?.objects.isEmpty } == true)
    }

    @Test("Bytes that are missing are told of, by the name of their file")
    func missing() throws {
        do {
            let cloud = try started()
            try cloud.makeBucket("bucket")
            try cloud.writeObject([1], bucket: "bucket", name: "a")
        }
        let name = try #require(files.first)
        try FileManager.default.removeItem(atPath: "\(folder)/blobs/\(name)")
        let status = #expect(throws: Status.self) { try self.started() }
        #expect(status?.code == .dataLoss && status?.message.contains(name) == true)
    }

    @Test("Images are there after a restart, but for closures and those whose files have gone")
    func images() throws {
        let kept: String
        do {
            let cloud = try started()
            kept = try #require(cloud.imageFolders.newFolder("build-0"))
            let forsaken = try #require(cloud.imageFolders.newFolder("build-1"))
            #expect(kept.hasPrefix("/") && kept.contains("/images/build-0-"))
            for path in [kept + "/app", forsaken] { try FolderListing.makeFolders(path) }
            try cloud.put(.process(ProcessImage(directory: kept + "/app", command: ["true"])), "kept")
            try cloud.put(.process(ProcessImage(directory: folder + "/none", command: ["true"])), "gone")
            try cloud.put(.closure { _ in }, "closure")
            #expect(cloud.images.images(under: "").count == 3)
        }
        let cloud = try started()
        #expect(cloud.images.images(under: "").map(\.name) == ["registry/kept"])
        let image = try #require(cloud.images.image(try ImageReferenceName("registry/kept")))
        guard case .process(let process) = image.image else { throw Status(.internal, "no process") }
        #expect(process.directory == kept + "/app")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/images").count == 1)
    }
}

extension StorageDataTests {
    @Test("Images that a program puts before it names the directory are there with those of the directory")
    func earlyImages() throws {
        do {
            let cloud = try started()
            try cloud.put(.closure { _ in }, "same")
            try cloud.put(.closure { _ in }, "other")
        }
        let cloud = LocalCloud(timeline: timeline, propagation: .instant)
        for name in ["same", "new"] { try cloud.put(.closure { _ in }, name) }
        try cloud.keepData(in: folder)
        #expect(cloud.images.images(under: "").map(\.name) == ["registry/new", "registry/same"])
        #expect(cloud.images.images(under: "").map(\.tags) == [["latest"], ["latest"]])
        _ = try cloud.plane.history.replayed(by: PlaneReplays(cloud.methods))
        let seeded = LocalCloud(timeline: timeline, propagation: .instant)
        try seeded.put(.closure { _ in }, "app")
        try seeded.seed(yaml: Array("topics: [{name: orders}]".utf8), file: "seed.yaml")
        #expect(seeded.images.images(under: "").map(\.name) == ["registry/app"])
    }
}

extension LocalCloud {
    fileprivate func put(_ image: RunnableImage, _ name: String) throws {
        images.put(
            image, digest: "sha256:1", as: try ImageReferenceName("registry/\(name)"), at: timeline.now)
    }
}
