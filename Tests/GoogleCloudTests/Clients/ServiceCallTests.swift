import CloudCore
import Testing

@testable import GoogleCloud

@Suite("The clients of services and data: what goes out and what comes in")
struct ServiceCallTests {
    private static let location = "projects/p/locations/l"
    private static let service = "projects/p/locations/l/services/s"
    private static let job = "projects/p/locations/l/jobs/j"
    private static let table = TableReference(project: "p", dataset: "d", table: "t")

    static let runCases = [
        ClientCase(
            "POST /v2/\(location)/services?serviceId=s&validateOnly=true",
            ["template": ["containers": [["image": "i"]]]],
            answer: ["done": true, "response": ["name": .string(service)]]
        ) {
            var made = RunService(json: [:])
            made.template = ["containers": [["image": "i"]]]
            let pending = try await CloudRunClient($0).createService(
                made, id: "s", parent: location, validateOnly: true)
            #expect(try await pending.value().name == service)
        },
        ClientCase(
            "PATCH /v2/\(service)?updateMask=template,labels&allowMissing=true"
                .replacing(",", with: "%2C"), ["name": .string(service), "etag": "e"], answer: ["name": "o"]
        ) {
            _ = try await CloudRunClient($0).updateService(
                RunService(json: ["name": .string(service), "etag": "e"]), mask: ["template", "labels"],
                allowMissing: true)
        },
        ClientCase(
            "GET /v2/\(service)",
            answer: [
                "generation": "3", "observedGeneration": "3", "latestReadyRevision": "r",
                "terminalCondition": ["type": "Ready", "state": "CONDITION_SUCCEEDED"],
                "conditions": [["state": "CONDITION_FAILED", "revisionReason": "CONTAINER_MISSING"]],
            ]
        ) {
            let service = try await CloudRunClient($0).service(service)
            #expect(service.isReady && service.latestReadyRevision == "r")
            #expect(
                service.conditions.map(\.reason) == ["CONTAINER_MISSING"] && service.conditions[0].hasFailed)
        },
        ClientCase("GET /v2/\(location)/services?pageSize=100") {
            _ = try await CloudRunClient($0).services(parent: location).all()
        },
        ClientCase("DELETE /v2/\(service)?etag=e", answer: ["name": "o"]) {
            _ = try await CloudRunClient($0).deleteService(service, etag: "e")
        },
        ClientCase(
            "GET /v2/\(service)/revisions?pageSize=100",
            answer: ["revisions": [["name": "r", "containers": [["image": "i"]]]]]
        ) {
            let revisions = try await CloudRunClient($0).revisions(of: service).all()
            #expect(revisions.map(\.images) == [["i"]])
        },
        ClientCase("GET /v2/\(service)/revisions/r") {
            _ = try await CloudRunClient($0).revision("\(service)/revisions/r")
        },
        ClientCase("DELETE /v2/\(service)/revisions/r", answer: ["name": "o"]) {
            _ = try await CloudRunClient($0).deleteRevision("\(service)/revisions/r")
        },
        ClientCase(
            "POST /v2/\(service):setIamPolicy", ["policy": ["etag": "ZQ==", "bindings": []]]
        ) { _ = try await CloudRunClient($0).policies.write(IAMPolicy(etag: "ZQ=="), service) },
        ClientCase(
            "POST /v2/\(service):testIamPermissions", ["permissions": ["run.routes.invoke"]],
            answer: ["permissions": ["run.routes.invoke"]]
        ) {
            let held = try await CloudRunClient($0).policies.test(["run.routes.invoke"], on: service)
            #expect(held == ["run.routes.invoke"])
        },
    ]

    static let secretCases = [
        ClientCase(
            "POST /v1/projects/p/secrets?secretId=s",
            ["replication": ["automatic": [:]], "labels": ["a": "b"]],
            answer: ["name": "n", "labels": ["a": "b"]]
        ) {
            let secret = try await SecretManagerClient($0).createSecret(
                id: "s", project: "p", labels: ["a": "b"])
            #expect(secret.name == "n" && secret.labels == ["a": "b"])
        },
        ClientCase("GET /v1/projects/p/secrets/s") {
            _ = try await SecretManagerClient($0).secret("projects/p/secrets/s")
        },
        ClientCase("GET /v1/projects/p/secrets?pageSize=100") {
            _ = try await SecretManagerClient($0).secrets(project: "p").all()
        },
        ClientCase("DELETE /v1/projects/p/secrets/s") {
            try await SecretManagerClient($0).deleteSecret("projects/p/secrets/s")
        },
        ClientCase(
            "POST /v1/projects/p/secrets/s:addVersion",
            ["payload": ["data": "MTIzNDU2Nzg5", "dataCrc32c": "3808858755"]], answer: ["state": "ENABLED"]
        ) {
            let version = try await SecretManagerClient($0).addVersion(
                Secret(Array("123456789".utf8)), to: "projects/p/secrets/s")
            #expect(version.state == "ENABLED")
        },
        ClientCase(
            "GET /v1/projects/p/secrets/s/versions/latest:access",
            answer: ["payload": ["data": "MTIzNDU2Nzg5", "dataCrc32c": "3808858755"]]
        ) {
            let data = try await SecretManagerClient($0).access("projects/p/secrets/s/versions/latest")
            #expect(data.revealed == Array("123456789".utf8))
        },
        ClientCase("GET /v1/projects/p/secrets/s/versions/1") {
            _ = try await SecretManagerClient($0).version("projects/p/secrets/s/versions/1")
        },
        ClientCase("GET /v1/projects/p/secrets/s/versions?pageSize=100") {
            _ = try await SecretManagerClient($0).versions(of: "projects/p/secrets/s").all()
        },
        ClientCase("POST /v1/projects/p/secrets/s/versions/1:enable", [:]) {
            _ = try await SecretManagerClient($0).enable("projects/p/secrets/s/versions/1")
        },
        ClientCase("POST /v1/projects/p/secrets/s/versions/1:disable", [:]) {
            _ = try await SecretManagerClient($0).disable("projects/p/secrets/s/versions/1")
        },
        ClientCase("POST /v1/projects/p/secrets/s/versions/1:destroy", [:], answer: ["state": "DESTROYED"]) {
            let version = try await SecretManagerClient($0).destroy("projects/p/secrets/s/versions/1")
            #expect(version.state == "DESTROYED")
        },
    ]

    static let schedulerCases = [
        ClientCase(
            "POST /v1/\(location)/jobs",
            [
                "name": .string(job), "schedule": "* * * * *", "timeZone": "Etc/UTC",
                "pubsubTarget": [
                    "topicName": "projects/p/topics/t", "data": "AQ==", "attributes": ["a": "b"],
                ],
            ],
            answer: [
                "name": .string(job), "state": "ENABLED", "scheduleTime": "2030-01-01T00:00:00Z",
            ]
        ) {
            let made = try await SchedulerClient($0).createJob(
                ScheduledJob(
                    name: job, schedule: "* * * * *", topic: "projects/p/topics/t", data: [1],
                    attributes: ["a": "b"]), parent: location)
            #expect(
                made.state == "ENABLED" && made.nextRun == VirtualTimeline().now && made.lastAttempt == nil)
        },
        ClientCase(
            "PATCH /v1/\(job)?updateMask=schedule",
            [
                "name": .string(job), "schedule": "0 * * * *", "timeZone": "Europe/Berlin",
                "httpTarget": [
                    "uri": "https://x", "httpMethod": "GET",
                    "oidcToken": ["serviceAccountEmail": "a@x", "audience": "aud"],
                ],
            ]
        ) {
            let changed = ScheduledJob(
                name: job, schedule: "0 * * * *", timeZone: "Europe/Berlin", url: "https://x", method: "GET",
                account: "a@x", audience: "aud")
            _ = try await SchedulerClient($0).updateJob(changed, mask: ["schedule"])
        },
        ClientCase("GET /v1/\(job)") { _ = try await SchedulerClient($0).job(job) },
        ClientCase("GET /v1/\(location)/jobs?pageSize=100") {
            _ = try await SchedulerClient($0).jobs(parent: location).all()
        },
        ClientCase("DELETE /v1/\(job)") { try await SchedulerClient($0).deleteJob(job) },
        ClientCase("POST /v1/\(job):pause", [:]) { _ = try await SchedulerClient($0).pauseJob(job) },
        ClientCase("POST /v1/\(job):resume", [:]) { _ = try await SchedulerClient($0).resumeJob(job) },
        ClientCase("POST /v1/\(job):run", [:]) { _ = try await SchedulerClient($0).runJob(job) },
        ClientCase(
            "POST /v1/projects/p/databases?databaseId=%28default%29",
            ["locationId": "eur3", "type": "FIRESTORE_NATIVE"],
            answer: ["done": true, "response": ["name": "n", "locationId": "eur3", "etag": "e"]]
        ) {
            let pending = try await FirestoreAdminClient($0).createDatabase(
                FirestoreDatabase(location: "eur3"), project: "p")
            #expect(try await pending.value().location == "eur3")
        },
        ClientCase("GET /v1/projects/p/databases/(default)") {
            _ = try await FirestoreAdminClient($0).database("projects/p/databases/(default)")
        },
        ClientCase("GET /v1/projects/p/databases", answer: ["databases": [["name": "n"]]]) {
            (api) async throws in
            #expect(try await FirestoreAdminClient(api).databases(project: "p").map(\.name) == ["n"])
        },
        ClientCase(
            "PATCH /v1/projects/p/databases/d?updateMask=deleteProtectionState",
            ["name": "projects/p/databases/d", "deleteProtectionState": "DELETE_PROTECTION_ENABLED"],
            answer: ["name": "o"]
        ) {
            let changed = FirestoreDatabase(json: [
                "name": "projects/p/databases/d", "deleteProtectionState": "DELETE_PROTECTION_ENABLED",
            ])
            _ = try await FirestoreAdminClient($0).updateDatabase(changed, mask: ["deleteProtectionState"])
        },
        ClientCase("DELETE /v1/projects/p/databases/d?etag=e", answer: ["name": "o"]) {
            _ = try await FirestoreAdminClient($0).deleteDatabase("projects/p/databases/d", etag: "e")
        },
    ]

    static let dataCases = [
        ClientCase(
            "POST /bigquery/v2/projects/p/datasets",
            ["datasetReference": ["projectId": "p", "datasetId": "d"], "location": "EU"],
            answer: ["datasetReference": ["datasetId": "d"]]
        ) {
            let made = try await BigQueryClient($0).createDataset(
                Dataset(id: "d", project: "p", location: "EU"), project: "p")
            #expect(made.id == "d")
        },
        ClientCase("GET /bigquery/v2/projects/p/datasets/d", answer: ["access": [["role": "READER"]]]) {
            (api) async throws in
            #expect(try await BigQueryClient(api).dataset("d", project: "p").access == [["role": "READER"]])
        },
        ClientCase("GET /bigquery/v2/projects/p/datasets?maxResults=100") {
            _ = try await BigQueryClient($0).datasets(project: "p").all()
        },
        ClientCase("PATCH /bigquery/v2/projects/p/datasets/d", ["access": [], "etag": "e"]) {
            var changes = Dataset(json: ["etag": "e"])
            changes.access = []
            _ = try await BigQueryClient($0).updateDataset("d", project: "p", changes: changes)
        },
        ClientCase("DELETE /bigquery/v2/projects/p/datasets/d?deleteContents=true") {
            try await BigQueryClient($0).deleteDataset("d", project: "p", contents: true)
        },
        ClientCase(
            "POST /bigquery/v2/projects/p/datasets/d/tables",
            [
                "tableReference": ["projectId": "p", "datasetId": "d", "tableId": "t"],
                "schema": ["fields": [["name": "a", "type": "STRING"]]],
            ]
        ) {
            _ = try await BigQueryClient($0).createTable(
                Table(table, fields: [["name": "a", "type": "STRING"]]))
        },
        ClientCase(
            "GET /bigquery/v2/projects/p/datasets/d/tables/t",
            answer: ["numRows": "7", "tableReference": ["projectId": "p", "datasetId": "d", "tableId": "t"]]
        ) {
            let read = try await BigQueryClient($0).table(table)
            #expect(read.rowCount == 7 && read.reference == table)
        },
        ClientCase("GET /bigquery/v2/projects/p/datasets/d/tables?maxResults=100") {
            _ = try await BigQueryClient($0).tables(dataset: "d", project: "p").all()
        },
        ClientCase("PATCH /bigquery/v2/projects/p/datasets/d/tables/t", ["description": "x"]) {
            _ = try await BigQueryClient($0).updateTable(table, changes: Table(json: ["description": "x"]))
        },
        ClientCase("DELETE /bigquery/v2/projects/p/datasets/d/tables/t") {
            try await BigQueryClient($0).deleteTable(table)
        },
        ClientCase(
            "POST /bigquery/v2/projects/p/datasets/d/tables/t:getIamPolicy",
            ["options": ["requestedPolicyVersion": 3]]
        ) { _ = try await BigQueryClient($0).tablePolicies.read(table.name) },
        ClientCase(
            "POST /bigquery/v2/projects/p/datasets/d/tables/t/insertAll",
            ["skipInvalidRows": true, "rows": [["json": ["a": 1], "insertId": "i"], ["json": ["a": 2]]]],
            answer: [
                "insertErrors": [
                    ["index": 1, "errors": [["reason": "invalid", "location": "a", "message": "no"]]]
                ]
            ]
        ) {
            let rows = [
                BigQueryClient.Row(insertID: "i", values: ["a": 1]), BigQueryClient.Row(values: ["a": 2]),
            ]
            let errors = try await BigQueryClient($0).insert(rows, into: table, skipInvalid: true)
            #expect(errors == [.init(index: 1, reason: "invalid", location: "a", message: "no")])
        },
        ClientCase(
            "GET /bigquery/v2/projects/p/datasets/d/tables/t/data?maxResults=1000",
            answer: ["rows": [["f": [["v": "1"], ["v": .null]]]]]
        ) { (api) async throws in
            #expect(try await BigQueryClient(api).rows(of: table).all() == [["1", .null]])
        },
    ]

    static let storageCases = [
        ClientCase(
            "POST /storage/v1/b?project=p",
            [
                "name": "b", "location": "EU", "versioning": ["enabled": true],
                "iamConfiguration": ["uniformBucketLevelAccess": ["enabled": true]],
            ], answer: ["name": "b", "metageneration": "1"]
        ) {
            let made = try await StorageClient($0).createBucket(
                Bucket(name: "b", location: "EU", versioning: true), project: "p")
            #expect(made.name == "b" && made.metageneration == 1)
        },
        ClientCase("GET /storage/v1/b/b") { _ = try await StorageClient($0).bucket("b") },
        ClientCase("GET /storage/v1/b?project=p&prefix=x&maxResults=100") {
            _ = try await StorageClient($0).buckets(project: "p", prefix: "x").all()
        },
        ClientCase("PATCH /storage/v1/b/b?ifMetagenerationMatch=2", ["labels": ["a": "b"]]) {
            _ = try await StorageClient($0).updateBucket(
                "b", changes: Bucket(json: ["labels": ["a": "b"]]), metageneration: 2)
        },
        ClientCase("DELETE /storage/v1/b/b") { try await StorageClient($0).deleteBucket("b") },
        ClientCase(
            "GET /storage/v1/b/b/o/a%2Fb%20c?generation=5",
            answer: ["name": "a/b c", "bucket": "b", "size": "3", "generation": "5", "crc32c": "4waSgw=="]
        ) {
            let object = try await StorageClient($0).object("a/b c", in: "b", generation: 5)
            #expect(object.size == 3 && object.generation == 5 && object.checksum == 0xE306_9283)
            #expect(StorageObject.text(ofChecksum: 0xE306_9283) == "4waSgw==")
        },
        ClientCase("GET /storage/v1/b/b/o?prefix=a%2F&versions=true&maxResults=1000") {
            _ = try await StorageClient($0).objects(in: "b", prefix: "a/", versions: true).all()
        },
        ClientCase("DELETE /storage/v1/b/b/o/a%2Fb?ifGenerationMatch=5") {
            try await StorageClient($0).deleteObject("a/b", in: "b", ifGeneration: 5)
        },
        ClientCase("GET /storage/v1/b/b/iam?optionsRequestedPolicyVersion=3", answer: ["etag": "e"]) {
            (api) async throws in
            #expect(try await StorageClient(api).policy(ofBucket: "b").etag == "e")
        },
        ClientCase("PUT /storage/v1/b/b/iam", ["etag": "ZQ==", "bindings": []]) {
            _ = try await StorageClient($0).setPolicy(IAMPolicy(etag: "ZQ=="), ofBucket: "b")
        },
        ClientCase(
            "GET /storage/v1/b/b/iam/testPermissions?permissions=a.b.c&permissions=d.e.f",
            answer: ["permissions": ["a.b.c"]]
        ) {
            let held = try await StorageClient($0).testPermissions(["a.b.c", "d.e.f"], onBucket: "b")
            #expect(held == ["a.b.c"])
        },
    ]

    @Test("Services and revisions", arguments: runCases)
    func run(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Secrets", arguments: secretCases)
    func secrets(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Jobs and databases", arguments: schedulerCases)
    func jobs(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Datasets and tables", arguments: dataCases)
    func data(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Buckets and objects", arguments: storageCases)
    func storage(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Secret data that was damaged on its way is DATA_LOSS, and is not shown")
    func damagedSecret() async {
        let answer: JSON = ["payload": ["data": "c2VjcmV0", "dataCrc32c": "1"]]
        let client = SecretManagerClient(.scripted(ScriptedTransport([.json(answer)])))
        let status = await failure { try await client.access("projects/p/secrets/s/versions/1") }
        #expect(status?.code == .dataLoss && status?.message.contains("secret\"") == false)
    }

    @Test("Rows are sent again by themselves only if all of them have an id", arguments: ["", "i"])
    func insertIDs(second: String) async {
        let transport = ScriptedTransport([.failure(Status(.unavailable, "x")), .json([:])])
        let client = BigQueryClient(.scripted(transport, retry: .standard))
        let rows = [BigQueryClient.Row(insertID: "a", values: [:]), .init(insertID: second, values: [:])]
        let status = await failure { try await client.insert(rows, into: Self.table) }
        #expect((status == nil) == !second.isEmpty && transport.requests.count == (second.isEmpty ? 1 : 2))
    }

    @Test("A service is ready only when what was asked for last serves")
    func readiness() {
        let ready: JSON = [
            "generation": "2", "observedGeneration": "2",
            "terminalCondition": ["state": "CONDITION_SUCCEEDED"],
        ]
        #expect(RunService(json: ready).isReady)
        for (name, value) in [
            ("observedGeneration", "1"), ("reconciling", true),
            ("terminalCondition", ["state": "CONDITION_RECONCILING"]),
        ] as [(String, JSON)] {
            var json = ready
            json[name] = value
            #expect(!RunService(json: json).isReady)
        }
    }

    @Test("A build's log is followed until the build has ended, and read once more then")
    func buildLog() async throws {
        let timeline = VirtualTimeline(mode: .automatic)
        let transport = ScriptedTransport { request, number in
            if !request.url.contains("/storage/") {
                return .json([
                    "id": "1", "status": number < 6 ? "WORKING" : "SUCCESS", "logsBucket": "gs://logs",
                ])
            }
            let log = Array((number < 6 ? "one\n" : "one\ntwo\n").utf8)
            let first = request.header("range").flatMap { Int($0.dropFirst(6).prefix { $0 != "-" }) } ?? 0
            guard number > 3 else { return .failure(Status(.notFound, "no log yet")) }
            return first < log.count
                ? HTTPResponse(status: 206, body: Array(log[first...])) : HTTPResponse(status: 416)
        }
        let api = GoogleAPI.scripted(transport, timeline: timeline)
        var text = ""
        let build = try await CloudBuildClient(api).followLog(
            of: "projects/p/locations/l/builds/1", storage: StorageClient(api)
        ) { text += String(decoding: $0, as: UTF8.self) }
        #expect(build.hasSucceeded && text == "one\ntwo\n")
        #expect(transport.requests[1].url.hasPrefix("http://cloud/storage/v1/b/logs/o/log-1.txt?alt=media"))
    }
}
