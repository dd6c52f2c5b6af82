import CloudCore
import Testing

@testable import CloudEmulator

struct ProjectListTests {
    @Test(
        "Filters match the project or not",
        arguments: [
            ("", true), ("lifecycleState:ACTIVE", true), ("lifecycleState:DELETE_REQUESTED", false),
            ("lifecycleState:ACTIVE AND (projectId:local-project)", true), ("name:local*", true),
            ("id=local-project", true),
            ("name:*project*", true), ("name:x OR id:local-project", true),
            ("name:x id:local-project", false),
            ("NOT name:x", true), ("-name:local-project", false), ("projectNumber=415104041262", true),
            ("labels.env:*", false), ("parent.type:folder parent.id:1", false),
            ("(name:x OR (id:local-*))", true),
            (#"name:"local-project""#, true), ("state:active", true), ("name:LOCAL-PROJECT", true),
        ])
    func filters(text: String, isListed: Bool) async throws {
        let plane = ControlPlane.make()
        #expect(try plane.listsProject(text, field: "query", 0, "", by: .owner, at: start) == isListed)
    }

    @Test(
        "What is no filter is refused",
        arguments: [
            "(", ")", "name", "name:x OR", "NOT", "color:red", "(name:x", "AND",
            String(repeating: "(", count: 50),
        ])
    func malformed(text: String) {
        let status = failure { () throws(Status) in try ProjectFilter(text, field: "query") }
        #expect(status?.code == .invalidArgument)
    }

    @Test("Both versions list, search and get the project, for who may get it")
    func listed() async throws {
        let world = try IdentityWorld()
        let v1 = try await world.send("GET", "/v1/projects?filter=lifecycleState:ACTIVE").json["projects"]
        #expect(v1?[0]?["projectId"] == "local-project" && v1?[0]?["projectNumber"] == "415104041262")
        #expect(v1?[0]?["lifecycleState"] == "ACTIVE" && v1?[0]?["createTime"]?.stringValue != nil)
        let v3 = try await world.send("GET", "/v3/projects:search?query=id:local-project").json["projects"]
        #expect(v3?[0]?["name"] == "projects/415104041262" && v3?[0]?["etag"]?.stringValue != nil)
        #expect(try await world.send("GET", "/v3/projects:search", as: "a@x.yz").json == [:])
        try world.grant("roles/browser", to: "user:a@x.yz")
        #expect(try await world.send("GET", "/v3/projects:search", as: "a@x.yz").json != [:])
        let ancestry = try await world.send("POST", "/v1/projects/local-project:getAncestry", [:]).json
        #expect(ancestry["ancestor"]?[0]?["resourceId"] == ["type": "project", "id": "local-project"])
        #expect(try await world.send("GET", "/v3/projects?parent=organizations/1").status == 403)
        #expect(try await world.send("GET", "/v3/projects").status == 400)
    }

    @Test("There is always the one project")
    func refused() async throws {
        let world = try IdentityWorld()
        for (method, path) in [
            ("POST", "/v3/projects"), ("PATCH", "/v3/projects/local-project"),
            ("DELETE", "/v3/projects/local-project"),
            ("POST", "/v3/projects/local-project:undelete"), ("POST", "/v3/projects/local-project:move"),
            ("POST", "/v1/projects"), ("PUT", "/v1/projects/local-project"),
            ("DELETE", "/v1/projects/local-project"),
            ("POST", "/v1/projects/local-project:undelete"),
        ] {
            let answer = try await world.send(method, path, method == "DELETE" ? nil : [:])
            #expect(
                answer.status == 501 && answer.error == "UNIMPLEMENTED", "\(method) \(path): \(answer.text)")
        }
    }

    @Test(
        "An API that is not here is named",
        arguments: [
            ("/compute/v1/projects/local-project/zones", "compute.googleapis.com"),
            ("/v1/projects/local-project/locations/global/keyRings", "cloudkms.googleapis.com"),
            ("/v2/projects/local-project/locations/europe-west1/functions", "cloudfunctions.googleapis.com"),
            ("/sql/v1beta4/projects/local-project/instances", "sqladmin.googleapis.com"),
            ("/v1/projects/local-project/locations/global/clusters/a:check", "container.googleapis.com"),
        ])
    func missing(path: String, service: String) async throws {
        let world = try IdentityWorld()
        let answer = try await world.send("GET", path)
        #expect(answer.status == 501 && answer.error == "UNIMPLEMENTED")
        #expect(answer.text.contains(service))
    }

    @Test("An API is known by its host, too; what is nothing stays nothing")
    func hosts() {
        func refusal(_ host: String) -> Status? { MissingAPIs.refusal(authority: host, path: "/v1/x") }
        #expect(refusal("redis.googleapis.com")?.message.contains("redis.googleapis.com") == true)
        #expect(
            refusal("europe-west1-run.googleapis.com:80")?.message.contains("(run.googleapis.com)") == true)
        #expect(refusal("translate.googleapis.com")?.code == .unimplemented)
        #expect(
            refusal("127.0.0.1:8086") == nil && refusal("www.googleapis.com") == nil && refusal("") == nil)
    }
}
