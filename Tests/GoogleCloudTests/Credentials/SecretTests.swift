import CloudCore
import Testing

@testable import GoogleCloud

@Suite("Secrets in texts")
struct SecretTests {
    private struct Holder {
        let name = "name"
        let token = Secret("t0ken")
        let bytes = Secret<[UInt8]>([1, 2, 3])
    }

    @Test("Nothing that prints, interpolates, dumps or reflects shows a secret")
    func redaction() {
        let holder = Holder()
        var dumped = ""
        dump(holder, to: &dumped)
        let texts = [
            "\(holder)", "\(holder.token)", String(reflecting: holder), String(reflecting: holder.token),
            String(describing: [holder.token]), String(describing: ["k": holder.token]),
            String(describing: Optional(holder.token)), dumped, "\(StaticCredentials(token: "t0ken"))",
            String(reflecting: StaticCredentials(token: "t0ken")),
        ]
        for text in texts { #expect(!text.contains("t0ken") && !text.contains("[1, 2, 3]"), "\(text)") }
        #expect("\(holder.token)" == "(secret)")
    }

    @Test("A request shows neither its headers and body nor what stands in its URL besides the path")
    func request() {
        let request = HTTPRequest(
            method: "PUT", url: "https://user:pw@host:1/upload?upload_id=k3y#f",
            headers: [("authorization", "Bearer t0ken")], body: Array("b0dy".utf8))
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped] {
            #expect(text.contains("PUT https://host:1/upload"))
            for secret in ["t0ken", "k3y", "pw", "b0dy"] { #expect(!text.contains(secret)) }
        }
        let response = HTTPResponse(status: 200, body: Array("{\"access_token\":\"t0ken\"}".utf8))
        #expect(!"\(response)".contains("t0ken") && !String(reflecting: response).contains("t0ken"))
    }

    @Test("A failing transfer does not name the key in its URL")
    func curlErrors() async {
        let request = HTTPRequest(method: "PUT", url: "http://127.0.0.1:1/upload?upload_id=k3y")
        let status = await failure { try await CurlTransport().send(request) }
        #expect(status?.code == .unavailable && status?.message.contains("k3y") == false)
        let malformed = HTTPRequest(method: "GET", url: "http://u:s3cret@127.0.0.1/a b?k3y")
        let refused = await failure { try await CurlTransport().send(malformed) }
        #expect(refused?.message.contains("s3cret") == false && refused?.message.contains("k3y") == false)
    }

    @Test(
        "A text is rid of a secret, wherever it stands in it",
        arguments: ["t0ken", "a t0ken", "t0kent0ken.", "x"])
    func scrubbing(text: String) {
        let scrubbed = Secret("t0ken").scrubbed(from: text)
        #expect(!scrubbed.contains("t0ken") && (text == "x") == (scrubbed == "x"))
        #expect(Secret("").scrubbed(from: text) == text)
    }
}
