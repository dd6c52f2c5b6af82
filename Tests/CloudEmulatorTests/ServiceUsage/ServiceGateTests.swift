import CloudCore
import GoogleCloud
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("An API that is not enabled refuses calls")
struct ServiceGateTests {
    @Test("Until it has been enabled and its servers know, with Google's ErrorInfo")
    func refusal() async throws {
        let timeline = VirtualTimeline()
        let cloud = LocalCloud(
            timeline: timeline, propagation: .typical, enabledServices: ["iam.googleapis.com"])
        let server = try cloud.start()
        let transport = CurlTransport()
        func send(_ method: String, _ path: String, _ body: String = "") async throws -> JSON {
            let response = try await transport.send(
                HTTPRequest(
                    method: method, url: "http://127.0.0.1:\(server.port)\(path)", body: Array(body.utf8)))
            return try JSON.parse(response.body)
        }
        let topics = "/v1/projects/local-project/topics"
        let error = try await send("GET", topics)["error"]
        #expect(error?["status"] == "PERMISSION_DENIED")
        #expect(
            error?["message"]?.stringValue?.hasPrefix("Cloud Pub/Sub API has not been used in project 415")
                == true)
        let info = error?["details"]?[0]
        #expect(info?["reason"] == "SERVICE_DISABLED")
        #expect(info?["domain"] == "googleapis.com")
        #expect(info?["metadata"]?["consumer"] == "projects/415104041262")
        #expect(info?["metadata"]?["service"] == "pubsub.googleapis.com")
        #expect(
            info?["metadata"]?["activationUrl"]
                == "https://console.developers.google.com/apis/api/pubsub.googleapis.com/overview?project=415104041262"
        )

        let path = "/v1/projects/local-project/services/pubsub.googleapis.com"
        let name = try #require(try await send("POST", path + ":enable", "{}")["name"]?.stringValue)
        #expect(try await send("GET", "/v1/" + name)["done"] == nil)
        timeline.advance(by: .seconds(8))
        #expect(try await send("GET", "/v1/" + name)["done"] == true)
        #expect(try await send("GET", topics)["error"]?["status"] == "PERMISSION_DENIED")
        timeline.advance(to: cloud.propagatedEverything)
        #expect(try await send("GET", topics)["error"] == nil)
        // It has been used by now.
        let check = #"{"checkIfServiceHasUsage": "CHECK"}"#
        #expect(try await send("POST", path + ":disable", check)["error"]?["status"] == "FAILED_PRECONDITION")
        #expect(try await send("POST", path + ":disable", "{}")["error"] == nil)
        timeline.advance(to: cloud.propagatedEverything)
        #expect(try await send("GET", topics)["error"]?["status"] == "PERMISSION_DENIED")
        await server.stop()
    }

    @Test("Every method and route of the cloud belongs to a service, but for what is no API")
    func everyMethod() {
        let cloud = LocalCloud(timeline: VirtualTimeline())
        let free = ["google.longrunning.", "google.api.serviceusage.", "google.iam.v1."]
        for method in cloud.methods where ServiceCatalog.service(ofMethod: method.path) == nil {
            #expect(free.contains { method.path.hasPrefix("/" + $0) }, "\(method.path)")
        }
    }
}
