import CloudCore
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("Fault rules hold for Cloud Storage's routes", .timeLimit(.minutes(1)))
struct StorageFaultTests {
    private func unavailable(_ method: String, resource: String = "*") -> FaultRule {
        var rule = FaultRule(.error(Status(.unavailable, "try later")), method: method, resource: resource)
        rule.occurrence = .first(1)
        return rule
    }

    @Test("A call fails that a rule names by the method's id, and nothing is done")
    func errors() async throws {
        let storage = try ServedStorage()
        for method in ["storage.objects.insert", "*.get", "storage.objects.delete"] {
            _ = try storage.cloud.pubsub.addFault(unavailable(method))
        }
        let upload = "/upload/storage/v1/b/bucket/o?uploadType=media&name=a"
        let refused = try await storage.send("POST", upload, Array("one".utf8))
        #expect(refused.status == 503)
        #expect(try JSON.parse(refused.body)["error"]?["message"] == "try later")
        #expect(throws: Status.self) { try storage.cloud.object(bucket: "bucket", name: "a") }
        #expect(try await storage.send("POST", upload, Array("two".utf8)).status == 200)
        let path = "/storage/v1/b/bucket/o/a"
        #expect(try await storage.send("GET", path).status == 503)
        #expect(try await storage.send("GET", path + "?alt=media").body == Array("two".utf8))
        #expect(try await storage.send("DELETE", path).status == 503)
        #expect(try await storage.send("DELETE", path).status == 204)
    }

    @Test("A rule holds for the objects that it names, and counts no others")
    func resources() async throws {
        let storage = try ServedStorage()
        let rule = unavailable("storage.objects.insert", resource: "projects/_/buckets/bucket/objects/a*")
        let id = try storage.cloud.pubsub.addFault(rule)
        #expect(try await storage.upload("b", [1])["name"] == "b")
        #expect(try await storage.upload("aa", [1])["error"]?["code"]?.intValue == 503)
        #expect(try await storage.upload("aa", [1])["name"] == "aa")
        let entry = try #require(storage.cloud.pubsub.faults.first { $0.id == id })
        #expect(entry.matched == 2 && entry.struck == 1)
    }

    @Test("When an answer is lost, the work is done")
    func lostAnswer() async throws {
        let storage = try ServedStorage()
        var rule = FaultRule(.dropResponse, method: "storage.objects.insert")
        rule.occurrence = .first(1)
        _ = try storage.cloud.pubsub.addFault(rule)
        #expect(try await storage.upload("a", [1, 2])["error"]?["code"]?.intValue == 504)
        #expect(try storage.cloud.object(bucket: "bucket", name: "a").content.bytes() == [1, 2])
    }

    @Test("A call in a batch meets the rules as any other")
    func batches() async throws {
        let storage = try ServedStorage()
        _ = try await storage.upload("a", [1])
        _ = try storage.cloud.pubsub.addFault(unavailable("storage.objects.delete"))
        let part = "Content-Type: application/http\r\n\r\nDELETE /storage/v1/b/bucket/o/a HTTP/1.1\r\n\r\n"
        let body = "--x\r\n\(part)\r\n--x\r\n\(part)\r\n--x--\r\n"
        let answer = try await storage.send(
            "POST", "/batch/storage/v1", Array(body.utf8), ["content-type": "multipart/mixed; boundary=x"])
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.contains("HTTP/1.1 503") && text.contains("HTTP/1.1 204"))
    }
}
