import CloudCore
import Testing

@testable import GoogleCloud

@Suite("TLS, against a server on this machine")
struct TLSTests {
    private func send(_ url: String, trusting certificate: String? = nil) async throws -> HTTPResponse {
        let transport = CurlTransport(certificateAuthorities: certificate)
        return try await transport.send(HTTPRequest(method: "GET", url: url, timeout: .seconds(20)))
    }

    @Test("A certificate that nobody has signed is refused, before anything of the request is sent")
    func untrusted() async throws {
        let server = try TLSServer(host: "localhost")
        let status = await failure { try await send(server.url) }
        #expect(status?.code == .failedPrecondition && status?.message.contains(server.url) == true)
    }

    @Test("The same certificate is taken by whoever trusts it")
    func trusted() async throws {
        let server = try TLSServer(host: "localhost")
        let response = try await send(server.url, trusting: server.certificate)
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self).contains("TLSv1"))
    }

    @Test("HTTP/2 is offered: with a server that speaks nothing else it comes to a connection")
    func http2() async throws {
        let server = try TLSServer(host: "localhost", protocols: "h2")
        // The openssl command then waits for HTTP/1.1; without the offer it ends the handshake (UNAVAILABLE).
        let transport = CurlTransport(certificateAuthorities: server.certificate)
        let request = HTTPRequest(method: "GET", url: server.url, timeout: .seconds(1))
        #expect(await failure { try await transport.send(request) }?.code == .deadlineExceeded)
    }

    @Test("A trusted certificate of another host is refused")
    func wrongHost() async throws {
        let server = try TLSServer(host: "other.example")
        let status = await failure { try await send(server.url, trusting: server.certificate) }
        #expect(status?.code == .failedPrecondition)
    }

    @Test("A file of authorities that is not there is an error, not a reason to trust everybody")
    func missingAuthorities() async throws {
        let server = try TLSServer(host: "localhost")
        #expect(await failure { try await send(server.url, trusting: "/none.pem") } != nil)
    }
}
