import CloudCore
import Testing

@testable import GoogleCloud

/// A private key as a key file has one, made once for all tests.
enum TestKey {
    static let pem: String =
        (try? OpenSSL.run(["genrsa", "2048"])).map { String(decoding: $0, as: UTF8.self) } ?? ""

    /// Whether the openssl command finds that a token was signed by the key.
    static func hasSigned(_ token: String) throws -> Bool {
        let parts = token.split(separator: ".").map(String.init)
        guard parts.count == 3, let signature = Base64.decode(parts[2]) else { return false }
        let folder = try PrivateFolder()
        let publicKey = try OpenSSL.run(["rsa", "-pubout"], input: Array(pem.utf8))
        try AppendFile.replace(folder.path + "/public.pem", with: publicKey)
        try AppendFile.replace(folder.path + "/signature", with: signature)
        let arguments = [
            "dgst", "-sha256", "-verify", folder.path + "/public.pem", "-signature",
            folder.path + "/signature",
        ]
        // The command fails for a signature that is none.
        let said = try? OpenSSL.run(arguments, input: Array((parts[0] + "." + parts[1]).utf8))
        return said.map { String(decoding: $0, as: UTF8.self).contains("Verified OK") } ?? false
    }

    /// A key file.
    static func file(tokenURL: String = "https://oauth2.googleapis.com/token") -> JSON {
        [
            "type": "service_account", "project_id": "p", "private_key_id": "key-1",
            "private_key": .string(pem),
            "client_email": "a@p.iam.gserviceaccount.com", "client_id": "1", "token_uri": .string(tokenURL),
        ]
    }
}

extension CredentialFile {
    init(_ json: JSON) throws(Status) { try self.init(json.bytes()) }
}

extension TokenContext {
    static func scripted(
        _ transport: any HTTPTransport, timeline: any Timeline = VirtualTimeline(mode: .automatic),
        environment: [String: String] = [:]
    ) -> TokenContext {
        TokenContext(transport: transport, timeline: timeline, environment: environment)
    }
}

extension HTTPRequest {
    /// The fields of a form.
    var form: [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[Self.decoded(parts[0])] = parts.count == 2 ? Self.decoded(parts[1]) : ""
        }
        return fields
    }

    private static func decoded(_ text: Substring) -> String {
        var (bytes, rest) = ([UInt8](), Array(text.utf8)[...])
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.popFirst(), let low = rest.popFirst(),
                let a = Hexadecimal.value(of: high), let b = Hexadecimal.value(of: low)
            {
                bytes.append(a << 4 | b)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// An unsigned token with an expiry.
func idToken(expires: Int64) -> String {
    let claims = JSON.object(["exp": .int(expires), "aud": "x"]).bytes()
    return "e30." + Base64.encodeURLSafe(claims) + ".c2ln"
}

/// The status that `body` fails with.
func failure<T>(_ body: () async throws -> T) async -> Status? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? Status
    }
}
