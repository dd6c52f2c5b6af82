import CloudCore
import GoogleCloud
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("Cloud Run's older API", .timeLimit(.minutes(1)))
struct KnativeTests {
    private static let body = """
        {"apiVersion": "serving.knative.dev/v1", "kind": "Service",
         "metadata": {"name": "web", "namespace": "local-project", "labels": {"team": "blue"},
          "annotations": {"run.googleapis.com/ingress": "internal", "run.googleapis.com/client-name": "test", "mine": "yes"}},
         "spec": {"template": {
          "metadata": {"labels": {"client.knative.dev/nonce": "abc"},
           "annotations": {"autoscaling.knative.dev/maxScale": "7", "run.googleapis.com/cpu-throttling": "false"}},
          "spec": {"containerConcurrency": 5, "timeoutSeconds": 60, "containers": [
           {"image": "registry/image", "env": [{"name": "A", "value": "b"}], "resources": {"limits": {"memory": "1Gi"}}}]}},
          "traffic": [{"latestRevision": true, "percent": 100}]}}
        """

    private struct Served {
        let fixture = RunFixture()
        let server: Server

        init() throws { server = try fixture.cloud.start() }

        func call(
            _ method: String, _ path: String, _ body: String = "",
            host: String = "europe-west1-run.googleapis.com"
        ) async throws -> (status: Int, json: JSON) {
            var headers: [(name: String, value: String)] = [("host", host)]
            if !body.isEmpty { headers.append(("content-type", "application/json")) }
            let answer = try await fixture.transport.send(
                HTTPRequest(
                    method: method, url: "http://127.0.0.1:\(server.port)\(path)", headers: headers,
                    body: Array(body.utf8)))
            return (answer.status, try JSON.parse(answer.body))
        }
    }

    @Test("A write at the endpoint of a region is kept with the region")
    func history() async throws {
        let served = try Served()
        try served.fixture.put(.text("hello"))
        #expect(try await served.call("POST", Self.services, Self.body).status == 200)
        #expect(try await served.call("PUT", Self.services + "/web", Self.body).status == 200)
        let other = LocalCloud(timeline: served.fixture.timeline)
        try other.importState(served.fixture.cloud.exportState())
        let service = try served.fixture.service()
        #expect(service.generation == 2)
        let found = try other.call("google.cloud.run.v2.Services/GetService", ["name": .string(service.name)])
        #expect(found["generation"]?.stringValue == "2")
        #expect(try await served.call("DELETE", Self.services + "/web").status == 200)
        let last = served.fixture.cloud.plane.history.records.last { $0.caller != nil }
        #expect(last?.request.contains("projects/local-project/locations/europe-west1/services/web") == true)
    }

    private static let services = "/apis/serving.knative.dev/v1/namespaces/local-project/services"

    @Test("A service in the older form is the same one in the newer, and reads back as it was written")
    func roundTrip() async throws {
        let served = try Served()
        try served.fixture.put(.text("hello"))
        let created = try await served.call("POST", Self.services, Self.body)
        #expect(created.status == 200, "\(created.json)")
        let annotations = created.json["metadata"]?["annotations"]
        let operation = try #require(annotations?["run.googleapis.com/operation-id"]?.stringValue)
        let waited = try await served.call(
            "POST", "/v1/projects/local-project/locations/europe-west1/operations/\(operation):wait", "{}")
        #expect(waited.json["done"]?.boolValue == true)
        #expect(waited.json["response"]?["kind"]?.stringValue == "Service")

        let service = try served.fixture.service()
        #expect(
            service.ingress == .internalOnly && service.client == "test"
                && service.annotations == ["mine": "yes"])
        #expect(service.template?.scaling?.maxInstanceCount == 7 && service.template?.timeout == .seconds(60))
        #expect(service.template?.containers[0].resources?.cpuIdle == false)

        let read = try await served.call("GET", Self.services + "/web")
        #expect(
            read.json["metadata"]?["labels"]?["cloud.googleapis.com/location"]?.stringValue == "europe-west1")
        #expect(read.json["status"]?["conditions"]?[0]?["status"]?.stringValue == "True")
        #expect(read.json["status"]?["observedGeneration"]?.intValue == 1)
        // Whoever replaces a service sends back what was read.
        let same = try await served.call(
            "PUT", Self.services + "/web", String(decoding: read.json.bytes(), as: UTF8.self))
        #expect(same.status == 200, "\(same.json)")
        #expect(try served.fixture.service().latestCreatedRevision == service.latestCreatedRevision)
        let stale = try await served.call(
            "PUT", Self.services + "/web", String(decoding: read.json.bytes(), as: UTF8.self))
        #expect(stale.status == 409)
        await served.server.stop()
    }

    @Test("Lists are of a region at its endpoint and of all at the global one, and heed label selectors")
    func lists() async throws {
        let served = try Served()
        for region in ["europe-west1", "us-east1"] {
            let made = try await served.call(
                "POST", Self.services, Self.body, host: "\(region)-run.googleapis.com")
            #expect(made.status == 200)
        }
        func names(_ path: String, host: String) async throws -> Int {
            try await served.call("GET", path, host: host).json["items"]?.arrayValue?.count ?? 0
        }
        #expect(try await names(Self.services, host: "us-east1-run.googleapis.com") == 1)
        let all = "/v1/projects/local-project/locations/-/services"
        #expect(try await names(all, host: "run.googleapis.com") == 2)
        #expect(try await names(all + "?labelSelector=team%20%3D%20blue", host: "run.googleapis.com") == 2)
        #expect(try await names(all + "?labelSelector=team!%3Dblue", host: "run.googleapis.com") == 0)
        let revisions = "/apis/serving.knative.dev/v1/namespaces/local-project/revisions"
        #expect(
            try await names(
                revisions + "?labelSelector=client.knative.dev%2Fnonce%20%3D%20abc",
                host: "us-east1-run.googleapis.com") == 1)
        let ambiguous = try await served.call("GET", Self.services + "/web", host: "127.0.0.1")
        #expect(ambiguous.status == 400)
        await served.server.stop()
    }

    @Test(
        "What is not supported is refused by name",
        arguments: [
            (
                "\"mine\": \"yes\"", "\"run.googleapis.com/vpc-access-connector\": \"c\"",
                "vpc-access-connector"
            ),
            ("\"containerConcurrency\": 5", "\"volumes\": [{\"name\": \"v\"}]", "spec.template.spec.volumes"),
            (
                "\"image\": \"registry/image\"", "\"image\": \"i\", \"workingDir\": \"/x\"",
                "containers[0].workingDir"
            ),
            ("\"value\": \"b\"", "\"valueFrom\": {\"configMapKeyRef\": {}}", "configMapKeyRef"),
        ])
    func unsupported(part: String, instead: String, name: String) async throws {
        let served = try Served()
        let range = try #require(Self.body.firstRange(of: part))
        let body = Self.body.replacingCharacters(range, instead)
        let answer = try await served.call("POST", Self.services, body)
        #expect(answer.status == 501)
        #expect(answer.json["error"]?["message"]?.stringValue?.contains(name) == true, "\(answer.json)")
        await served.server.stop()
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<String.Index>, _ text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
