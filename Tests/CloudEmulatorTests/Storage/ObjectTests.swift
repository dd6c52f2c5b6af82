import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Objects and their versions")
struct ObjectTests {
    @Test("An object has both checksums, a generation, and the metadata that came with it")
    func metadata() throws {
        var plane = try ControlPlane.withBucket()
        let object = try plane.put("a/b.txt", "hello") {
            $0.contentType = "text/plain"
            $0.metadata = ["k": "v"]
        }
        #expect(object.md5Hash == "XUFAKrxLKna5cZ2REBfFkg==" && object.crc32c == "mnG7TA==")
        #expect(object.size == 5 && object.contentType == "text/plain" && object.metadata == ["k": "v"])
        #expect(object.id == "bucket/a/b.txt/\(object.generation)" && object.metageneration == 1)
        #expect(object.storageClass == "STANDARD")
        #expect(try plane.text("a/b.txt") == "hello")
    }

    @Test("Checksums that do not fit the bytes are refused")
    func checksums() throws {
        var plane = try ControlPlane.withBucket()
        try plane.put("a", "hello") { $0.md5Hash = "XUFAKrxLKna5cZ2REBfFkg==" }
        let md5 = failure { () throws(Status) in try plane.put("b", "hello") { $0.md5Hash = "AAAA" } }
        #expect(md5?.message.hasPrefix("Provided MD5 hash \"AAAA\" doesn't match") == true)
        let crc = failure { () throws(Status) in try plane.put("b", "hello") { $0.crc32c = "AAAAAA==" } }
        #expect(crc?.storageHTTPStatus == 400)
        #expect(try plane.names() == ["a"])
    }

    @Test("A missing object is told by bucket and name")
    func missing() throws {
        var plane = try ControlPlane.withBucket()
        let refusal = failure { () throws(Status) in try plane.text("a/b") }
        #expect(refusal?.message == "No such object: bucket/a/b" && refusal?.code == .notFound)
    }

    @Test("Names that look the same but are other bytes are other objects")
    func normalization() throws {
        var plane = try ControlPlane.withBucket()
        try plane.put("\u{e9}", "composed")
        try plane.put("e\u{301}", "decomposed")
        #expect(try plane.names() == ["e\u{301}", "\u{e9}"])
        #expect(try plane.text("e\u{301}") == "decomposed")
    }

    @Test(
        "Names that no object can have are refused",
        arguments: [
            "", ".", "..", "a\nb", ".well-known/acme-challenge/x", String(repeating: "a", count: 1_025),
        ])
    func badNames(name: String) throws {
        var plane = try ControlPlane.withBucket()
        #expect(failure { () throws(Status) in try plane.put(name) }?.storageHTTPStatus == 400)
    }

    @Test(
        "Without versioning the former version is gone, with it it becomes noncurrent",
        arguments: [false, true])
    func versions(keeps: Bool) throws {
        var plane = try ControlPlane.withBucket("bucket", ["versioning": ["enabled": .bool(keeps)]])
        let first = try plane.put("a", "1")
        let second = try plane.put("a", "2", at: start.days(1))
        #expect(second.generation > first.generation)
        #expect(try plane.text("a") == "2")
        #expect(try plane.names { $0.listsVersions = true } == (keeps ? ["a", "a"] : ["a"]))
        let former = try? plane.objectVersion(
            "bucket", "a", generation: first.generation, by: .owner, at: start.days(1))
        #expect((former != nil) == keeps)
        if let former { #expect(former.object.timeDeleted == Timestamp(start.days(1))) }
        try plane.deleteObject("bucket", "a", generation: nil, by: .owner, at: start.days(2))
        #expect(try plane.names() == [])
        #expect(try plane.names { $0.listsVersions = true } == (keeps ? ["a", "a"] : []))
    }

    @Test(
        "Conditions on what is there",
        arguments: [
            // Generation 0 stands for no live version.
            (StoragePreconditions(generationMatch: 0), 412, 200),
            (StoragePreconditions(generationMatch: 1), 412, 412),
            (StoragePreconditions(generationNotMatch: 0), 200, 412),
            (StoragePreconditions(metagenerationMatch: 1), 200, 412),
            (StoragePreconditions(metagenerationNotMatch: 1), 412, 200),
        ])
    func preconditions(conditions: StoragePreconditions, overExisting: Int, overMissing: Int) throws {
        var plane = try ControlPlane.withBucket()
        try plane.put("there")
        func outcome(_ name: String) -> Int {
            failure { () throws(Status) in try plane.put(name, if: conditions) }?.storageHTTPStatus ?? 200
        }
        #expect(outcome("there") == overExisting)
        #expect(outcome("missing") == overMissing)
    }

    @Test("A patch changes what may be changed, and counts")
    func patch() throws {
        var plane = try ControlPlane.withBucket()
        let object = try plane.put("a", "x") { $0.metadata = ["k": "v", "l": "w"] }
        let changed = try plane.changeObject(
            "bucket", "a", generation: nil,
            ["contentType": "a/b", "metadata": ["k": .null, "m": "x"], "size": "99", "id": "other"],
            isPatch: true,
            by: .owner, at: start.days(1))
        #expect(changed.contentType == "a/b" && changed.metadata == ["l": "w", "m": "x"])
        #expect(changed.size == 1 && changed.id == object.id && changed.metageneration == 2)
        #expect(changed.etag != object.etag && changed.updated != object.updated)
        let classes = failure { () throws(Status) in
            try plane.changeObject(
                "bucket", "a", generation: nil, ["storageClass": "NEARLINE"], isPatch: true, by: .owner,
                at: start)
        }
        #expect(classes?.code == .invalidArgument)
    }

    @Test("A copy has the source's bytes and metadata, and what is said of it instead")
    func copies() throws {
        var plane = try ControlPlane.withBucket()
        let source = try plane.put("a", "hello") {
            $0.contentType = "text/plain"
            $0.metadata = ["k": "v"]
        }
        var insertion = ObjectInsertion(bucket: "bucket", name: "b")
        insertion.object.storageClass = "nearline"
        insertion.object.contentType = "text/html"
        let copy = try plane.copyObject(
            ObjectSource(bucket: "bucket", name: "a"), to: insertion, by: .owner, at: start)
        #expect(copy.md5Hash == source.md5Hash && copy.generation > source.generation)
        #expect(
            copy.contentType == "text/html" && copy.metadata == ["k": "v"] && copy.storageClass == "NEARLINE")
        let outdated = failure { () throws(Status) in
            try plane.copyObject(
                ObjectSource(
                    bucket: "bucket", name: "a", preconditions: StoragePreconditions(generationMatch: 1)),
                to: insertion, by: .owner, at: start)
        }
        #expect(outdated?.storageHTTPStatus == 412)
    }

    @Test("Composed objects have all bytes, a CRC-32C and no MD5")
    func composition() throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        try cloud.makeBucket("bucket")
        for name in ["a", "b"] {
            try cloud.writeObject(Array("<\(name)>".utf8), bucket: "bucket", name: name)
        }
        var request = StorageV1.ComposeRequest()
        request.sourceObjects = ["a", "b", "a"].map { StorageV1.ComposeSource(name: $0) }
        let object = try cloud.storage.compose(
            request, to: ObjectInsertion(bucket: "bucket", name: "c"), by: .owner)
        #expect(object.componentCount == 3 && object.md5Hash.isEmpty && !object.crc32c.isEmpty)
        #expect(try cloud.object(bucket: "bucket", name: "c").content.bytes() == Array("<a><b><a>".utf8))
    }
}

@Suite("Who may do what with objects")
struct StoragePermissionTests {
    private let writer = Caller(email: "writer@example.com")

    private func plane(_ role: String) throws -> ControlPlane {
        var plane = try ControlPlane.withBucket()
        try plane.put("old", "x")
        plane.mode = .enforce
        let policy = IAMv1.Policy([IAMv1.Binding(role, ["user:writer@example.com"])])
        _ = try plane.setBucketPolicy("bucket", policy, by: .owner, at: start)
        return plane
    }

    @Test("A creator creates, but neither reads nor overwrites")
    func creator() throws {
        var plane = try plane("roles/storage.objectCreator")
        try plane.put("new", by: writer)
        let over = failure { () throws(Status) in try plane.put("old", by: writer) }
        #expect(over?.storageHTTPStatus == 403 && over?.message.contains("storage.objects.delete") == true)
        #expect(failure { () throws(Status) in try plane.text("new", by: writer) }?.storageHTTPStatus == 403)
    }

    @Test("A viewer reads and lists, but does not write")
    func viewer() throws {
        var plane = try plane("roles/storage.objectViewer")
        #expect(try plane.text("old", by: writer) == "x")
        #expect(try plane.listObjects("bucket", ObjectListing(), by: writer, at: start).items.count == 1)
        let refusal = failure { () throws(Status) in try plane.put("new", by: writer) }
        #expect(
            refusal?.message.hasPrefix("writer@example.com does not have storage.objects.create access")
                == true)
        let missing = failure { () throws(Status) in try plane.text("missing", by: writer) }
        #expect(missing?.code == .notFound)
    }

    @Test("Who may read but not list does not learn what is missing")
    func legacyReader() throws {
        var plane = try plane("roles/storage.legacyObjectReader")
        #expect(try plane.text("old", by: writer) == "x")
        let missing = failure { () throws(Status) in try plane.text("missing", by: writer) }
        #expect(missing?.code == .permissionDenied)
    }

    @Test("An object user overwrites and deletes, but does not see the bucket's policy")
    func user() throws {
        var plane = try plane("roles/storage.objectUser")
        try plane.put("old", "y", by: writer)
        try plane.deleteObject("bucket", "old", generation: nil, by: writer, at: start)
        let refusal = failure { () throws(Status) in
            try plane.bucketPolicy("bucket", version: 1, by: writer, at: start)
        }
        #expect(refusal?.code == .permissionDenied)
    }

    @Test("Who holds a basic role on the project has its buckets, until the policy says otherwise")
    func convenience() throws {
        var plane = try ControlPlane.withBucket()
        plane.mode = .enforce
        var policy = plane.policies.latest(of: plane.project.name)
        policy.bindings += [
            IAMv1.Binding("roles/editor", ["user:writer@example.com"]),
            IAMv1.Binding("roles/viewer", ["user:reader@example.com"]),
        ]
        try plane.set(plane.project.name, policy)
        let reader = Caller(email: "reader@example.com")
        try plane.put("a", "x", by: writer)
        #expect(try plane.text("a", by: reader) == "x")
        #expect(failure { () throws(Status) in try plane.put("a", by: reader) }?.code == .permissionDenied)
        var own = try plane.bucketPolicy("bucket", version: 1, by: .owner, at: start)
        #expect(own.bindings.first?.members == ["projectEditor:local-project", "projectOwner:local-project"])
        own.bindings.removeAll { $0.role == "roles/storage.legacyObjectReader" }
        let written = try plane.setBucketPolicy("bucket", own, by: .owner, at: start)
        #expect(written.bindings == own.bindings)
        #expect(failure { () throws(Status) in try plane.text("a", by: reader) }?.code == .permissionDenied)
    }
}
