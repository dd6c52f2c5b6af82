import CloudCore
import Testing

@testable import GoogleCloud

/// What a call of a client sends, and what it makes of the answer.
struct ClientCase: Sendable, CustomTestStringConvertible {
    let summary: String
    var body: JSON?
    var answer: JSON = [:]
    let call: @Sendable (GoogleAPI) async throws -> Void

    init(
        _ summary: String, _ body: JSON? = nil, answer: JSON = [:],
        _ call: @escaping @Sendable (GoogleAPI) async throws -> Void
    ) {
        self.summary = summary
        self.body = body
        self.answer = answer
        self.call = call
    }

    var testDescription: String { summary }

    func check() async throws {
        let transport = ScriptedTransport([.json(answer)])
        try await call(.scripted(transport))
        let request = try #require(transport.requests.first)
        #expect(request.summary == summary)
        #expect(request.json == body)
        #expect(transport.requests.count == 1)
    }
}

@Suite("The clients of the control plane: what goes out and what comes in")
struct ClientCallTests {
    private static let location = "projects/p/locations/l"
    private static let email = "a@p.iam.gserviceaccount.com"

    static let projectCases = [
        ClientCase(
            "GET /v3/projects:search?query=state%3AACTIVE&pageSize=100",
            answer: ["projects": [["projectId": "p", "name": "projects/1"]]]
        ) {
            let found = try await ResourceManagerClient($0).searchProjects("state:ACTIVE").all()
            #expect(found.map(\.number) == ["1"])
        },
        ClientCase("GET /v3/projects?parent=folders%2F1&pageSize=100") {
            _ = try await ResourceManagerClient($0).projects(parent: "folders/1").all()
        },
        ClientCase("GET /v1/projects/p/services/run.googleapis.com", answer: ["state": "ENABLED"]) {
            let service = try await ServiceUsageClient($0).service("run.googleapis.com", project: "p")
            #expect(service.isEnabled)
        },
        ClientCase("GET /v1/projects/p/services?filter=state%3AENABLED&pageSize=200") {
            _ = try await ServiceUsageClient($0).services(project: "p").all()
        },
        ClientCase(
            "POST /v1/projects/p/services/run.googleapis.com:enable", [:],
            answer: ["done": true, "response": ["service": ["state": "ENABLED"]]]
        ) {
            let pending = try await ServiceUsageClient($0).enable("run.googleapis.com", project: "p")
            #expect(try await pending.value().isEnabled)
        },
        ClientCase(
            "POST /v1/projects/p/services/run.googleapis.com:disable", ["disableDependentServices": true],
            answer: ["name": "operations/o"]
        ) {
            let pending = try await ServiceUsageClient($0).disable(
                "run.googleapis.com", project: "p", dependents: true)
            #expect(pending.operation.name == "operations/o" && !pending.operation.isDone)
        },
        ClientCase(
            "POST /v1/projects/p/services:batchEnable", ["serviceIds": ["a.x", "b.x"]],
            answer: ["done": true, "response": ["services": [["name": "s", "state": "ENABLED"]]]]
        ) {
            let pending = try await ServiceUsageClient($0).batchEnable(["a.x", "b.x"], project: "p")
            #expect(try await pending.value().map(\.name) == ["s"])
        },
    ]

    static let identityCases = [
        ClientCase(
            "POST /v1/projects/p/serviceAccounts/123:undelete", [:],
            answer: ["restoredAccount": ["email": "e"]]
        ) {
            let account = try await IAMClient($0).undeleteServiceAccount(uniqueID: "123", project: "p")
            #expect(account.email == "e")
        },
        ClientCase("POST /v1/projects/p/serviceAccounts/\(email):disable", [:]) {
            try await IAMClient($0).setEnabled(false, email, project: "p")
        },
        ClientCase(
            "PATCH /v1/projects/p/serviceAccounts/\(email)",
            ["serviceAccount": ["displayName": ""], "updateMask": "displayName"]
        ) {
            _ = try await IAMClient($0).updateServiceAccount(email, project: "p", displayName: "")
        },
        ClientCase(
            "POST /v1/projects/p/serviceAccounts/\(email)/keys", [:],
            answer: ["name": "k", "privateKeyData": "e30="]
        ) {
            let key = try await IAMClient($0).createKey(of: email, project: "p")
            #expect(key.name == "k" && key.contents.revealed == Array("{}".utf8) && !"\(key)".contains("123"))
        },
        ClientCase(
            "GET /v1/projects/p/serviceAccounts/\(email)/keys?keyTypes=USER_MANAGED",
            answer: ["keys": [["name": "k", "validBeforeTime": "2030-01-01T00:00:00Z", "disabled": true]]]
        ) {
            let keys = try await IAMClient($0).keys(of: email, project: "p")
            #expect(keys.map(\.isDisabled) == [true] && keys.first?.validBefore == VirtualTimeline().now)
        },
        ClientCase("DELETE /v1/projects/p/serviceAccounts/\(email)/keys/k") {
            try await IAMClient($0).deleteKey("projects/p/serviceAccounts/\(email)/keys/k")
        },
        ClientCase("GET /v1/roles/viewer", answer: ["includedPermissions": ["a.b.c"]]) { (api) async throws in
            #expect(try await IAMClient(api).role("roles/viewer").permissions == ["a.b.c"])
        },
        ClientCase("GET /v1/projects/p/roles?view=FULL&showDeleted=true&pageSize=100") {
            _ = try await IAMClient($0).roles(project: "p", withPermissions: true, showDeleted: true).all()
        },
        ClientCase("GET /v1/roles?pageSize=100") { _ = try await IAMClient($0).roles(project: nil).all() },
        ClientCase(
            "POST /v1/projects/p/roles",
            ["roleId": "r", "role": ["title": "T", "stage": "GA", "includedPermissions": ["a.b.c"]]]
        ) {
            _ = try await IAMClient($0).createRole(
                IAMRole(title: "T", permissions: ["a.b.c"]), id: "r", project: "p")
        },
        ClientCase(
            "PATCH /v1/projects/p/roles/r?updateMask=title", ["name": "projects/p/roles/r", "title": "U"]
        ) {
            let role = IAMRole(json: ["name": "projects/p/roles/r", "title": "U"])
            _ = try await IAMClient($0).updateRole(role, mask: ["title"])
        },
        ClientCase("DELETE /v1/projects/p/roles/r", answer: ["deleted": true]) { (api) async throws in
            #expect(try await IAMClient(api).deleteRole("projects/p/roles/r").isDeleted)
        },
        ClientCase("POST /v1/projects/p/roles/r:undelete", [:]) {
            _ = try await IAMClient($0).undeleteRole("projects/p/roles/r")
        },
        ClientCase(
            "POST /v1/projects/-/serviceAccounts/\(email):generateAccessToken",
            ["lifetime": "600s", "scope": ["s"], "delegates": ["projects/-/serviceAccounts/b@x"]],
            answer: ["accessToken": "t", "expireTime": "2030-01-01T00:00:00Z"]
        ) {
            let made = try await IAMCredentialsClient($0).accessToken(
                for: email, scopes: ["s"], lifetimeSeconds: 600, delegates: ["b@x"])
            #expect(made.token.revealed == "t" && made.expires == VirtualTimeline().now)
        },
        ClientCase(
            "POST /v1/projects/-/serviceAccounts/\(email):generateIdToken",
            ["audience": "aud", "includeEmail": true], answer: ["token": "t"]
        ) { (api) async throws in
            #expect(try await IAMCredentialsClient(api).idToken(for: email, audience: "aud").revealed == "t")
        },
        ClientCase(
            "POST /v1/projects/-/serviceAccounts/\(email):signBlob", ["payload": "AQI="],
            answer: ["signedBlob": "AwQ=", "keyId": "k"]
        ) {
            let signed = try await IAMCredentialsClient($0).signBlob([1, 2], as: email)
            #expect(signed.signature == [3, 4] && signed.keyID == "k")
        },
        ClientCase(
            "POST /v1/projects/-/serviceAccounts/\(email):signJwt", ["payload": "{\"sub\":\"x\"}"],
            answer: ["signedJwt": "j"]
        ) { (api) async throws in
            #expect(try await IAMCredentialsClient(api).signJWT(["sub": "x"], as: email).revealed == "j")
        },
    ]

    static let registryCases = [
        ClientCase(
            "POST /v1/\(location)/repositories?repositoryId=r", ["format": "DOCKER", "labels": ["a": "b"]],
            answer: [
                "done": true,
                "response": ["name": .string("\(location)/repositories/r"), "format": "DOCKER"],
            ]
        ) {
            let pending = try await ArtifactRegistryClient($0).createRepository(
                Repository(labels: ["a": "b"]), id: "r", parent: location)
            #expect(try await pending.value().name == "\(location)/repositories/r")
        },
        ClientCase("GET /v1/\(location)/repositories/r") {
            _ = try await ArtifactRegistryClient($0).repository("\(location)/repositories/r")
        },
        ClientCase("GET /v1/\(location)/repositories?pageSize=100") {
            _ = try await ArtifactRegistryClient($0).repositories(parent: location).all()
        },
        ClientCase("DELETE /v1/\(location)/repositories/r", answer: ["done": true, "response": [:]]) {
            try await ArtifactRegistryClient($0).deleteRepository("\(location)/repositories/r").value()
        },
        ClientCase(
            "GET /v1/\(location)/repositories/r/dockerImages?pageSize=100",
            answer: ["dockerImages": [["uri": "u", "tags": ["latest"]]]]
        ) {
            let images = try await ArtifactRegistryClient($0).images(in: "\(location)/repositories/r").all()
            #expect(images.map(\.uri) == ["u"] && images.first?.tags == ["latest"])
        },
        ClientCase("GET /v1/\(location)/repositories/r/dockerImages/i@sha256:0") {
            _ = try await ArtifactRegistryClient($0).image(
                "\(location)/repositories/r/dockerImages/i@sha256:0")
        },
        ClientCase(
            "GET /v1/\(location)/repositories/r:getIamPolicy?options.requestedPolicyVersion=3",
            answer: ["etag": "e"]
        ) { (api) async throws in
            #expect(
                try await ArtifactRegistryClient(api).policies.read("\(location)/repositories/r").etag == "e")
        },
        ClientCase(
            "POST /v1/\(location)/builds",
            [
                "source": ["storageSource": ["bucket": "b", "object": "o", "generation": "7"]],
                "steps": [["name": "docker"]], "images": ["i"], "timeout": "60s",
            ],
            answer: [
                "name": "operations/o", "metadata": ["build": ["id": "1", "status": "QUEUED"]], "done": true,
                "response": [
                    "status": "SUCCESS", "results": ["images": [["name": "i", "digest": "sha256:0"]]],
                ],
            ]
        ) {
            let build = Build(
                sourceBucket: "b", sourceObject: "o", generation: 7, steps: [["name": "docker"]],
                images: ["i"],
                timeout: .seconds(60))
            let pending = try await CloudBuildClient($0).createBuild(build, parent: location)
            #expect(pending.build.id == "1" && !pending.build.isDone)
            let built = try await pending.value()
            #expect(built.hasSucceeded && built.isDone && built.images.map(\.digest) == ["sha256:0"])
        },
        ClientCase("GET /v1/\(location)/builds?filter=status%3D%22FAILURE%22&pageSize=100") {
            _ = try await CloudBuildClient($0).builds(parent: location, filter: "status=\"FAILURE\"").all()
        },
        ClientCase("POST /v1/\(location)/builds/1:cancel", [:]) {
            _ = try await CloudBuildClient($0).cancelBuild("\(location)/builds/1")
        },
    ]

    @Test("Projects and their APIs", arguments: projectCases)
    func projects(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Accounts, keys, roles and tokens", arguments: identityCases)
    func identity(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("Repositories and builds", arguments: registryCases)
    func registry(_ testCase: ClientCase) async throws { try await testCase.check() }

    @Test("More APIs than go at once are refused before anything is sent")
    func batchLimit() async {
        let transport = ScriptedTransport([.json([:])])
        let status = await failure {
            try await ServiceUsageClient(.scripted(transport)).batchEnable(
                (0...20).map { "s\($0)" }, project: "p")
        }
        #expect(status?.code == .invalidArgument && transport.requests.isEmpty)
    }
}
