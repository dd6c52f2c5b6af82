import CloudCore
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

/// Random calls of Cloud Storage and Artifact Registry, some of which fail.
private struct RandomObjects {
    let cloud: LocalCloud
    let timeline: VirtualTimeline
    var random: TestRandom
    var generations: [Int64] = []

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    private mutating func bucket() -> String { "bucket-\(pick(3))" }
    private mutating func object() -> String { ["a", "a/b", "b", "c"][pick(4)] }

    /// Makes one call; its failure is as good as its success.
    mutating func step() {
        do throws(Status) {
            switch pick(10) {
            case 0: try buckets()
            case 1, 2, 3: try write()
            case 4: try change()
            case 5: try copy()
            case 6: try remove()
            case 7: try images()
            case 8: try read()
            default: timeline.advance(by: .seconds(pick(30) == 0 ? 40 * 86_400 : pick(90_000)))
            }
        } catch {}
    }

    private mutating func call(_ method: String, _ path: String, _ body: JSON = [:]) throws(Status) -> JSON {
        let parts = path.split(separator: "?", maxSplits: 1)
        let caller = pick(8) == 0 ? Caller(email: "a1@example.com") : Caller(email: cloud.owner)
        let answer = try cloud.storage.serve(
            try StorageCall(
                method: method, path: parts[0], query: parts.count > 1 ? String(parts[1]) : "",
                caller: caller, base: "http://x", body: body.bytes()
            ) { _ in nil })
        guard case .json(let json) = answer else { return .null }
        return json
    }

    private mutating func buckets() throws(Status) {
        let name = bucket()
        let rules: [JSON] = [
            ["action": ["type": "Delete"], "condition": ["age": .int(Int64(pick(3)))]],
            ["action": ["type": "Delete"], "condition": ["numNewerVersions": 2, "isLive": false]],
            [
                "action": ["type": "SetStorageClass", "storageClass": "COLDLINE"],
                "condition": ["age": 1, "matchesPrefix": ["a"]],
            ],
        ]
        switch pick(6) {
        case 0, 1:
            let versioning: JSON = ["enabled": .bool(pick(2) == 0)]
            let lifecycle: JSON = ["rule": pick(2) == 0 ? [] : [rules[pick(3)], rules[pick(3)]]]
            let body: JSON = ["name": .string(name), "versioning": versioning, "lifecycle": lifecycle]
            _ = try call("POST", "b?project=local-project", body)
        case 2: _ = try call("PATCH", "b/\(name)", ["versioning": ["enabled": .bool(pick(2) == 0)]])
        case 3: _ = try call("PATCH", "b/\(name)", ["lifecycle": ["rule": [rules[pick(3)]]]])
        case 4:
            var policy = try call("GET", "b/\(name)/iam")
            var bindings = policy["bindings"]?.arrayValue ?? []
            bindings.append(["role": "roles/storage.objectViewer", "members": ["user:a1@example.com"]])
            policy["bindings"] = .array(bindings)
            if pick(3) == 0 { policy["etag"] = "AAAA" }
            _ = try call("PUT", "b/\(name)/iam", policy)
        default: _ = try call("DELETE", "b/\(name)")
        }
    }

    private mutating func write() throws(Status) {
        var insertion = ObjectInsertion(bucket: bucket(), name: object())
        insertion.object.metadata = ["step": "\(pick(100))"]
        if pick(3) == 0 { insertion.preconditions.generationMatch = 0 }
        let size = pick(12) == 0 ? BlobStore.standardMemoryBytes + 1 : pick(40)
        let bytes = [UInt8](repeating: UInt8(pick(256)), count: size)
        let caller = pick(8) == 0 ? Caller(email: "a1@example.com") : Caller(email: cloud.owner)
        generations.append(try cloud.storage.write(insertion, bytes, by: caller).generation)
    }

    private mutating func change() throws(Status) {
        let path = "b/\(bucket())/o/\(PercentCoding.encode(object()))"
        let body: JSON = ["metadata": ["step": .string("\(pick(100))")]]
        _ = try call(
            pick(2) == 0 ? "PATCH" : "PUT", path + (pick(4) == 0 ? "?ifMetagenerationMatch=1" : ""), body)
    }

    private mutating func copy() throws(Status) {
        let (from, to) = (PercentCoding.encode(object()), PercentCoding.encode(object()))
        let bucket = bucket()
        switch pick(4) {
        case 0: _ = try call("POST", "b/\(bucket)/o/\(from)/copyTo/b/\(self.bucket())/o/\(to)")
        case 1: _ = try call("POST", "b/\(bucket)/o/\(from)/rewriteTo/b/\(self.bucket())/o/\(to)")
        case 2: _ = try call("POST", "b/\(bucket)/o/\(from)/moveTo/o/\(to)")
        default:
            let sources: JSON = [["name": .string(object())], ["name": .string(object())]]
            _ = try call("POST", "b/\(bucket)/o/\(to)/compose", ["sourceObjects": sources])
        }
    }

    private mutating func remove() throws(Status) {
        let path = "b/\(bucket())/o/\(PercentCoding.encode(object()))"
        let generation = generations.randomElement(using: &random) ?? 0
        _ = try call("DELETE", path + (pick(3) == 0 ? "?generation=\(generation)" : ""))
    }

    private mutating func read() throws(Status) {
        _ = try call("GET", "b/\(bucket())/o?versions=true")
    }

    private mutating func images() throws(Status) {
        let registry = "google.devtools.artifactregistry.v1.ArtifactRegistry/"
        let repository = "projects/local-project/locations/us/repositories/images"
        let version = "\(repository)/packages/app/versions/sha256:\(pick(3))"
        switch pick(6) {
        case 0:
            try cloud.call(
                registry + "CreateRepository",
                [
                    "parent": "projects/local-project/locations/us", "repositoryId": "images",
                    "repository": ["format": "DOCKER"],
                ])
        case 1, 2:
            let image = ProcessImage(directory: "/", command: ["true"], environment: ["N": "\(pick(9))"])
            let reference = try ImageReferenceName("us-docker.pkg.dev/local-project/images/app:\(pick(3))")
            let put = ImagePut(image, digest: "sha256:\(pick(3))", as: reference, sizeBytes: 5)
            try cloud.plane.perform(recording: ImagePushed(put: put), by: Caller(email: cloud.owner))
        case 3:
            try cloud.call(
                registry + "CreateTag",
                [
                    "parent": .string("\(repository)/packages/app"), "tagId": "t\(pick(2))".json,
                    "tag": ["version": .string(version)],
                ])
        case 4:
            try cloud.call(
                registry + "DeleteVersion", ["name": .string(version), "force": .bool(pick(2) == 0)])
        default:
            try cloud.call(
                registry + (pick(4) == 0 ? "DeleteRepository" : "DeletePackage"),
                ["name": .string(pick(2) == 0 ? repository : "\(repository)/packages/app")])
        }
    }
}

extension String {
    fileprivate var json: JSON { .string(self) }
}

extension LocalCloud {
    /// The bytes of all versions of all objects, by bucket, name and generation.
    fileprivate func allBytes() throws -> [String: [UInt8]] {
        var all: [String: [UInt8]] = [:]
        for (name, object) in inspect({ $0.storage.versions }) {
            let found = try? self.object(
                bucket: object.bucket, name: object.name, generation: object.generation)
            // A lifecycle may have deleted it by now.
            if let found { all["\(name) \(object.generation)"] = try found.content.bytes() }
        }
        return all
    }
}

@Suite("Buckets, objects, repositories and images are part of the history")
struct StorageHistoryTests {
    private func cloud(_ seed: Int, _ timeline: VirtualTimeline) -> LocalCloud {
        let model = [PropagationModel.typical, .worst, .instant][seed % 3].seeded(UInt64(seed))
        let cloud = LocalCloud(
            timeline: timeline, propagation: model, policyMode: seed % 2 == 0 ? .enforce : .off)
        var calls = RandomObjects(cloud: cloud, timeline: timeline, random: TestRandom(UInt64(seed)))
        for _ in 0..<400 { calls.step() }
        return cloud
    }

    @Test("Writes that are made again lead to the same, at any time after", arguments: 0..<12)
    func replay(seed: Int) throws {
        let timeline = VirtualTimeline(start: start)
        let cloud = cloud(seed, timeline)
        let state = cloud.exportState()
        #expect(state.history.records.count > 50)
        let read = try state.text().withUnsafeBytes { try CloudState(json: $0) }
        #expect(read.history == state.history && read.blobs == state.blobs)
        let replayed = try read.history.replayed(by: PlaneReplays(cloud.methods))
        let former = cloud.inspect { $0 }
        for days in [0, 1, 2, 3, 30, 400] {
            let now = timeline.now.days(days)
            let (expected, found) = (former.view(at: now), replayed.view(at: now))
            let difference = zip(expected.split(separator: ","), found.split(separator: ",")).first {
                $0 != $1
            }
            let isSame = expected == found
            #expect(isSame, "after \(days) days: \(String(describing: difference))")
            #expect(former.blobKeys(at: now) == replayed.blobKeys(at: now))
        }
        #expect(former.blobKeys(at: timeline.now) == Set(state.blobs.keys))
    }

    @Test("A state that is imported has the same objects with the same bytes", arguments: 0..<6)
    func roundTrip(seed: Int) throws {
        let cloud = cloud(seed, VirtualTimeline(start: start))
        let other = LocalCloud(timeline: VirtualTimeline(start: start), propagation: .instant)
        try other.makeBucket("goes-away")
        try other.writeObject([1, 2, 3], bucket: "goes-away", name: "a")
        let state = cloud.exportState()
        try other.importState(state)
        #expect(try cloud.allBytes() == other.allBytes())
        let differences = try cloud.differences(from: other.exportState())
        #expect(differences.isEmpty, "\(differences)")
        // Its own state again: the bytes that are there stay.
        try other.importState(state)
        #expect(try cloud.allBytes() == other.allBytes())
    }

    @Test("Of a call that fails nothing stays, not even a number or its bytes")
    func failures() throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        try cloud.makeBucket("bucket")
        try cloud.writeObject([1], bucket: "bucket", name: "a")
        let before = cloud.exportState()
        var wrong = ObjectInsertion(bucket: "bucket", name: "a")
        wrong.object.crc32c = "AAAAAA=="
        var taken = ObjectInsertion(bucket: "bucket", name: "a")
        taken.preconditions.generationMatch = 0
        for insertion in [wrong, taken, ObjectInsertion(bucket: "none", name: "a")] {
            #expect(throws: Status.self) { try cloud.storage.write(insertion, [2, 3], by: .owner) }
        }
        #expect(cloud.exportState() == before)
        #expect(try cloud.writeObject([4], bucket: "bucket", name: "a").generation > 0)
        let generations = cloud.exportState().history.records.map(\.method)
        #expect(
            generations == ["storage.buckets.insert", "storage.objects.insert", "storage.objects.insert"])
    }

    @Test("A move that may not delete its source leaves no copy behind")
    func deniedMove() throws {
        let timeline = VirtualTimeline()
        let cloud = LocalCloud(timeline: timeline, propagation: .instant, policyMode: .enforce)
        try cloud.makeBucket("bucket")
        try cloud.writeObject([1], bucket: "bucket", name: "a")
        try cloud.call(
            "google.iam.admin.v1.IAM/CreateRole",
            [
                "parent": "projects/local-project", "roleId": "mover",
                "role": [
                    "includedPermissions": [
                        "storage.objects.move", "storage.objects.create", "storage.objects.get",
                    ]
                ],
            ])
        try cloud.grant("projects/local-project/roles/mover", to: "user:a1@example.com")
        let move = StorageWrites.MoveObject(
            source: ObjectSource(bucket: "bucket", name: "a"),
            insertion: ObjectInsertion(bucket: "bucket", name: "b"))
        let status = failure { () throws(Status) in
            _ = try cloud.storage.write(move, by: Caller(email: "a1@example.com"))
        }
        #expect(status?.code == .permissionDenied)
        #expect(status?.message.contains("storage.objects.delete") == true)
        #expect(throws: Status.self) { try cloud.object(bucket: "bucket", name: "b") }
    }

    @Test("A policy that is outdated is refused as an unmet condition, and kept as refused")
    func outdatedPolicy() throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .typical)
        try cloud.makeBucket("bucket")
        let call = try StorageCall(
            method: "PUT", path: "b/bucket/iam", query: "", caller: .owner, base: "",
            body: Array("{\"etag\":\"AAAA\",\"bindings\":[]}".utf8)
        ) { _ in nil }
        let status = failure { () throws(Status) in _ = try cloud.storage.serve(call) }
        #expect(status?.storageHTTPStatus == 412)
        #expect(cloud.plane.history.records.last?.isAborted == true)
        _ = try cloud.plane.history.replayed(by: PlaneReplays(cloud.methods))
    }

    @Test("A document without the bytes that a write names, or with others, changes nothing")
    func wrongBytes() throws {
        let cloud = LocalCloud(timeline: VirtualTimeline(), propagation: .instant)
        try cloud.makeBucket("bucket")
        try cloud.writeObject([1, 2], bucket: "bucket", name: "a")
        let state = cloud.exportState()
        let key = try #require(state.blobs.keys.first)
        for bytes in [nil, [1, 3], [1]] as [[UInt8]?] {
            var wrong = state
            wrong.blobs[key] = bytes
            let status = failure { () throws(Status) in try cloud.importState(wrong) }
            #expect(status?.code == .invalidArgument && status?.message.contains(key) == true)
        }
        #expect(try cloud.object(bucket: "bucket", name: "a").content.bytes() == [1, 2])
    }

    @Test("An image that is a closure is there after an import where the process has it, and nowhere else")
    func closures() throws {
        let timeline = VirtualTimeline()
        let clouds = (0..<2).map { _ in LocalCloud(timeline: timeline, propagation: .instant) }
        let name = try ImageReferenceName("registry/app")
        clouds[0].images.put(.closure { _ in }, digest: "sha256:1", as: name, at: timeline.now)
        let state = clouds[0].exportState()
        for cloud in clouds { try cloud.importState(state) }
        #expect(clouds[0].images.image(name) != nil && clouds[1].images.image(name) == nil)
        #expect(clouds[1].inspect { $0.images.image(name) } == nil)
        clouds[1].images.put(.closure { _ in }, digest: "sha256:1", as: name, at: timeline.now)
        try clouds[1].importState(state)
        #expect(clouds[1].images.image(name)?.tags == ["latest"])
    }

    @Test("What came since a mark are leaks, buckets, objects, repositories and images included")
    func leaks() throws {
        let timeline = VirtualTimeline()
        let cloud = LocalCloud(timeline: timeline, propagation: .instant)
        try cloud.makeBucket("bucket")
        let mark = cloud.mark()
        try cloud.writeObject([1], bucket: "bucket", name: "a/b")
        let name = try ImageReferenceName("us-docker.pkg.dev/local-project/images/app:1")
        let image = ProcessImage(directory: "/", command: ["true"])
        cloud.images.put(.process(image), digest: "sha256:1", as: name, at: timeline.now)
        let leaks = cloud.leaks(since: mark).resources
        #expect(leaks["objects"] == ["bucket/a/b"] && leaks["buckets"] == nil)
        #expect(leaks["images"] == ["us-docker.pkg.dev/local-project/images/app@sha256:1"])
        cloud.reset()
        #expect(cloud.inspect { $0.inventory(at: timeline.now).names.values.allSatisfy(\.isEmpty) })
        #expect(cloud.images.images(under: "").isEmpty)
    }
}
