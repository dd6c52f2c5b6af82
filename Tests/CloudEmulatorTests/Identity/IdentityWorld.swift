import CloudCore
import GoogleCloud
import PubSubEmulator
import RPCServer
import Testing

@testable import CloudEmulator

/// A local cloud that enforces policies, served with all that it has beside its methods, in time that stands still unless
/// it is moved.
struct IdentityWorld {
    let timeline = VirtualTimeline()
    let cloud: LocalCloud
    let server: Server
    let transport = CurlTransport()

    init(_ propagation: PropagationModel = .instant) throws {
        cloud = LocalCloud(timeline: timeline, propagation: propagation, policyMode: .enforce)
        server = try cloud.start()
    }

    struct Answer {
        let status: Int
        let headers: [String: String]
        let text: String
        /// The body as JSON; null when it is none.
        var json: JSON { (try? JSON.parse(text)) ?? .null }
        /// The code of an error, of Google's APIs or of OAuth.
        var error: String? { json["error"]?["status"]?.stringValue ?? json["error"]?.stringValue }
    }

    /// Sends a request; to the owner's port, without a token, unless told otherwise.
    func send(
        _ method: String, _ path: String, _ body: JSON? = nil, form: [(String, String)]? = nil,
        as token: String? = nil,
        port: UInt16? = nil, headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        var headers = headers
        if let token { headers.append(("authorization", "Bearer \(token)")) }
        var bytes: [UInt8] = []
        if let body {
            headers.append(("content-type", "application/json"))
            bytes = body.bytes()
        } else if let form {
            headers.append(("content-type", "application/x-www-form-urlencoded"))
            let encode = { (text: String) in
                text.utf8.map { "%" + Hexadecimal.text(UInt64($0), digits: 2) }.joined()
            }
            bytes = Array(form.map { "\($0.0)=\(encode($0.1))" }.joined(separator: "&").utf8)
        }
        let answer = try await transport.send(
            HTTPRequest(
                method: method, url: "http://127.0.0.1:\(port ?? server.port)\(path)", headers: headers,
                body: bytes))
        return Answer(
            status: answer.status,
            headers: Dictionary(
                answer.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 }),
            text: String(decoding: answer.body, as: UTF8.self))
    }

    func createAccount(_ id: String) async throws -> IAMAdminV1.ServiceAccount {
        let answer = try await send(
            "POST", "/v1/projects/local-project/serviceAccounts", ["accountId": .string(id)])
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(cloud.serviceAccounts.first { $0.email.hasPrefix(id + "@") })
    }

    /// A key of an account: its file.
    func createKey(_ account: IAMAdminV1.ServiceAccount) async throws -> (name: String, file: JSON) {
        let answer = try await send("POST", "/v1/\(account.name)/keys", [:])
        try #require(answer.status == 200, "\(answer.text)")
        let data = try #require(answer.json["privateKeyData"]?.stringValue.flatMap(Base64.decode))
        return (try #require(answer.json["name"]?.stringValue), try JSON.parse(data))
    }

    /// Seconds since 1970, at present and so many later.
    func seconds(_ later: Int64 = 0) -> Int64 { timeline.now.nanoseconds / 1_000_000_000 + later }

    /// A token that the holder of a key file signs.
    func sign(_ file: JSON, _ claims: JSON, keyID: String? = nil) throws -> String {
        let folder = try PrivateFolder()
        let files = FileTree(root: folder.path)
        try files.write(Array(try #require(file["private_key"]?.stringValue).utf8), to: "key.pem")
        let header: JSON = [
            "alg": "RS256", "kid": .string(keyID ?? file["private_key_id"]?.stringValue ?? ""), "typ": "JWT",
        ]
        let input = Base64.encodeURLSafe(header.bytes()) + "." + Base64.encodeURLSafe(claims.bytes())
        let signature = try OpenSSL.run(
            ["dgst", "-sha256", "-sign", folder.path + "/key.pem"], input: Array(input.utf8))
        return input + "." + Base64.encodeURLSafe(signature)
    }

    /// The claims of an assertion as official clients make them, changed by what is given.
    func assertion(_ file: JSON, _ changes: [String: JSON?] = [:]) -> JSON {
        var claims: JSONObject = [
            "iss": file["client_email"] ?? .null, "aud": file["token_uri"] ?? .null, "iat": .int(seconds()),
            "exp": .int(seconds(3_600)), "scope": "https://www.googleapis.com/auth/cloud-platform",
        ]
        for (name, value) in changes { claims[name] = value }
        return .object(claims)
    }

    /// Asks the token endpoint.
    func exchange(_ assertion: String) async throws -> Answer {
        try await send(
            "POST", "/token",
            form: [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)])
    }

    /// Gives a role on a resource, named as in paths.
    func grant(_ role: String, to member: String, on resource: String = "projects/local-project") throws {
        try cloud.perform { (plane, now) throws(Status) in
            var policy = plane.policies.latest(of: resource)
            policy.bindings.append(IAMv1.Binding(role, [member]))
            var request = IAMv1.SetIamPolicyRequest()
            request.resource = resource
            request.policy = policy
            _ = try plane.setPolicy(of: resource, request, by: .owner, at: now)
        }
    }

    /// The claims of a token, once it is verified with the keys of a set.
    func verified(_ token: String, _ keys: JSON) throws -> JSONObject {
        let token = try #require(JSONWebToken(parsing: token))
        let key = try #require(keys["keys"]?.arrayValue?.first { $0["kid"]?.stringValue == token.keyID })
        let modulus = try #require(key["n"]?.stringValue.flatMap(Base64.decode))
        #expect(token.isSigned(by: try #require(RSAPublicKey(modulus: modulus))))
        return token.claims
    }
}
