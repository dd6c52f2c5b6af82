import CloudCore
import GoogleCloud
import Testing

@testable import CloudEmulator

@Suite("A served local cloud: objects, tables, repositories and databases through this package's clients")
struct ServedDataTests {
    private let project = "local-project"
    private let location = "projects/local-project/locations/europe-west1"

    @Test("An object goes up in one request or in many, and comes down in ranges")
    func objects() async throws {
        let client = try ServedCloud().clients().storage
        #expect(
            try await client.createBucket(Bucket(name: "my-bucket"), project: project).name == "my-bucket")
        #expect(try await client.buckets(project: project).all().map(\.name) == ["my-bucket"])
        let data = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let small = try await client.upload(
            Array("abc".utf8),
            as: NewObject("a/small one", in: "my-bucket", metadata: ["k": "v"], ifGeneration: 0))
        #expect(small.size == 3 && small.json["metadata"] == ["k": "v"])
        let chunks = AsyncStream { stream in
            for start in stride(from: 0, to: data.count, by: 100_000) {
                stream.yield(Array(data[start..<min(start + 100_000, data.count)]))
            }
            stream.finish()
        }
        let large = try await client.upload(
            chunks, as: NewObject("large", in: "my-bucket"), chunkBytes: 262_144)
        #expect(large.size == data.count)
        var read: [UInt8] = []
        for try await chunk in client.download("large", in: "my-bucket", chunkBytes: 100_000) {
            read += chunk
        }
        #expect(read == data)
        #expect(try await client.contents(of: "a/small one", in: "my-bucket") == Array("abc".utf8))
        #expect(try await client.objects(in: "my-bucket", prefix: "a/").all().map(\.name) == ["a/small one"])
        await #expect(throws: Status.self) {
            try await client.upload([1], as: NewObject("a/small one", in: "my-bucket", ifGeneration: 0))
        }
        let policy = try await client.modifyPolicy(ofBucket: "my-bucket") {
            $0.add(member: "user:a@x.yz", role: "roles/storage.objectViewer")
        }
        #expect(policy.contains(member: "user:a@x.yz", role: "roles/storage.objectViewer"))
        let held = try await client.testPermissions(["storage.objects.get"], onBucket: "my-bucket")
        #expect(held == ["storage.objects.get"])
        try await client.deleteObject("a/small one", in: "my-bucket", ifGeneration: small.generation)
        try await client.deleteObject("large", in: "my-bucket")
        let changes = Bucket(json: ["labels": ["a": "b"]])
        #expect(try await client.updateBucket("my-bucket", changes: changes).json["labels"] == ["a": "b"])
        try await client.deleteBucket("my-bucket")
        await #expect(throws: Status.self) { try await client.bucket("my-bucket") }
    }

    @Test("An empty object comes and goes like any other")
    func emptyObject() async throws {
        let client = try ServedCloud().clients().storage
        _ = try await client.createBucket(Bucket(name: "my-bucket"), project: project)
        let empty = AsyncStream<[UInt8]> { $0.finish() }
        #expect(try await client.upload(empty, as: NewObject("empty", in: "my-bucket")).size == 0)
        #expect(try await client.contents(of: "empty", in: "my-bucket") == [])
    }

    @Test("Rows go into a table and come out of it")
    func tables() async throws {
        let client = try ServedCloud().clients().bigQuery
        _ = try await client.createDataset(
            Dataset(id: "d", project: project, location: "EU"), project: project)
        #expect(try await client.datasets(project: project).all().map(\.id) == ["d"])
        let reference = TableReference(project: project, dataset: "d", table: "t")
        let fields: [JSON] = [
            ["name": "name", "type": "STRING", "mode": "REQUIRED"], ["name": "age", "type": "INTEGER"],
        ]
        let table = try await client.createTable(Table(reference, fields: fields))
        #expect(table.reference == reference && table.fields.count == 2)
        #expect(try await client.tables(dataset: "d", project: project).all().map(\.reference) == [reference])
        let rows = [
            BigQueryClient.Row(insertID: "1", values: ["name": "a", "age": 1]),
            BigQueryClient.Row(insertID: "2", values: ["age": 2]),
        ]
        let errors = try await client.insert(rows, into: reference, skipInvalid: true)
        #expect(errors.map(\.index).contains(1) && !errors.map(\.index).contains(0))
        #expect(try await client.rows(of: reference).all() == [["a", "1"]])
        _ = try await client.updateTable(reference, changes: Table(json: ["description": "x"]))
        #expect(try await client.table(reference).json["description"] == "x")
        let dataset = try await client.dataset("d", project: project)
        var changes = Dataset(json: ["etag": .string(dataset.etag)])
        changes.access = dataset.access + [["role": "READER", "userByEmail": "a@x.yz"]]
        let changed = try await client.updateDataset("d", project: project, changes: changes)
        #expect(changed.access.count == dataset.access.count + 1)
        await #expect(throws: Status.self) {
            try await client.updateDataset("d", project: project, changes: changes)
        }
        _ = try await client.tablePolicies.modify(reference.name) {
            $0.add(member: "user:a@x.yz", role: "roles/bigquery.dataViewer")
        }
        try await client.deleteTable(reference)
        try await client.deleteDataset("d", project: project, contents: true)
    }

    @Test("A repository and a database are made by operations that are waited for")
    func operations() async throws {
        let clients = try ServedCloud().clients()
        let registry = clients.artifactRegistry
        let made = try await registry.createRepository(Repository(), id: "images", parent: location).value()
        #expect(made.name == "\(location)/repositories/images" && made.format == "DOCKER")
        #expect(try await registry.repository(made.name).name == made.name)
        #expect(try await registry.repositories(parent: location).all().map(\.name) == [made.name])
        #expect(try await registry.images(in: made.name).all().isEmpty)
        _ = try await registry.policies.modify(made.name) {
            $0.add(member: "user:a@x.yz", role: "roles/artifactregistry.reader")
        }
        try await registry.deleteRepository(made.name).value()
        let firestore = clients.firestore
        let database = try await firestore.createDatabase(
            FirestoreDatabase(location: "europe-west1"), project: project
        ).value()
        #expect(database.name == "projects/local-project/databases/(default)")
        #expect(try await firestore.databases(project: project).map(\.name) == [database.name])
        #expect(try await firestore.database(database.name).location == "europe-west1")
        _ = try await firestore.deleteDatabase(database.name).value()
    }

    @Test("A build runs its steps and tells its log; one that fails and one that is cancelled say so")
    func builds() async throws {
        let clients = try ServedCloud().clients()
        let client = clients.cloudBuild
        let pending = try await client.createBuild(script("echo hello"), parent: location)
        var log: [UInt8] = []
        let ended = try await client.followLog(of: pending.build.name, storage: clients.storage) { log += $0 }
        #expect(ended.hasSucceeded && String(decoding: log, as: UTF8.self).contains("hello"))
        #expect(try await pending.value().id == ended.id)
        let failing = try await client.createBuild(script("exit 3"), parent: location)
        await #expect(throws: Status.self) { try await failing.value() }
        #expect(try await client.build(failing.build.name).status == "FAILURE")
        let cancelled = try await client.createBuild(script("exec sleep 600"), parent: location)
        #expect(try await client.cancelBuild(cancelled.build.name).status == "CANCELLED")
        let succeeded = client.builds(parent: location, filter: "status=\"SUCCESS\"")
        #expect(try await succeeded.all().map(\.id) == [ended.id])
        await #expect(throws: Status.self) { try await client.build("\(location)/builds/none") }
    }

    private func script(_ text: String) -> Build {
        Build(json: ["steps": [["name": "bash", "script": .string(text)]]])
    }

    @Test("Custom roles are made, changed, listed, deleted and brought back; Google's own are read")
    func roles() async throws {
        let iam = try ServedCloud().clients().iam
        let role = IAMRole(title: "Mine", permissions: ["pubsub.topics.publish"])
        let made = try await iam.createRole(role, id: "mine", project: project)
        #expect(made.name == "projects/local-project/roles/mine")
        let changed = try await iam.updateRole(
            IAMRole(json: ["name": .string(made.name), "title": "Ours"]), mask: ["title"])
        #expect(changed.json["title"] == "Ours" && changed.permissions == ["pubsub.topics.publish"])
        #expect(try await iam.roles(project: project).all().map(\.name) == [made.name])
        #expect(try await iam.deleteRole(made.name).isDeleted)
        #expect(try await iam.undeleteRole(made.name).isDeleted == false)
        #expect(try await iam.role("roles/pubsub.publisher").permissions.contains("pubsub.topics.publish"))
    }

    @Test("A service runs what its image does, its revisions are listed, and it is deleted")
    func services() async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let transport = CurlTransport()
        let cloud = LocalCloud(timeline: timeline, propagation: .instant, http: transport)
        defer { cloud.stopInstances() }
        let server = try cloud.start()
        let clients = CloudClients(
            endpoints: .local(port: server.port), transport: transport, credentials: NoCredentials(),
            timeline: timeline)
        let name = try ImageReferenceName("registry/image")
        cloud.images.put(.text("hello"), digest: "sha256:1", as: name, at: timeline.now)
        var service = RunService(json: [:])
        service.template = ["containers": [["image": "registry/image"]]]
        let made = try await clients.cloudRun.createService(service, id: "web", parent: location).value()
        #expect(made.isReady && made.name == "\(location)/services/web" && made.uri.hasPrefix("http"))
        let revisions = try await clients.cloudRun.revisions(of: made.name).all()
        #expect(revisions.map(\.name) == [made.latestReadyRevision])
        var changed = made
        changed.json["labels"] = ["a": "b"]
        let updated = try await clients.cloudRun.updateService(changed).value()
        #expect(updated.json["labels"] == ["a": "b"] && updated.generation > made.generation)
        await #expect(throws: Status.self) { try await clients.cloudRun.updateService(changed) }
        _ = try await clients.cloudRun.policies.modify(made.name) {
            $0.add(member: "allUsers", role: "roles/run.invoker")
        }
        #expect(try await clients.cloudRun.services(parent: location).all().map(\.name) == [made.name])
        _ = try await clients.cloudRun.deleteService(made.name).value()
    }
}
