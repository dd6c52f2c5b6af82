import CloudCore
import Dispatch

/// JSON Web Tokens (RFC 7519) as Google's token endpoints take and give them.
enum JSONWebToken {
    /// The text of a token of these claims, signed with RS256 by the `openssl` command, away from the tasks' threads.
    static func signed(
        _ claims: JSONObject, keyID: String, privateKey: Secret<String>
    ) async throws -> Secret<String> {
        var header: JSONObject = ["alg": "RS256", "typ": "JWT"]
        header.set("kid", keyID)
        let parts = [header, claims].map { Base64.encodeURLSafe(JSON.object($0).bytes()) }
        let signed = parts.joined(separator: ".")
        let signature = try await Blocking.run { () throws(Status) in
            try OpenSSL.sign(Array(signed.utf8), privateKey: privateKey.revealed)
        }
        return Secret(signed + "." + Base64.encodeURLSafe(signature))
    }

    /// An ID token that a server has answered, with the expiry that it names. Its signature is for its audience to check.
    ///
    /// - Throws: INTERNAL, showing nothing of it, when it is none.
    static func received(_ text: String, now: Instant) throws(Status) -> ExpiringToken {
        guard TokenText.isValid(text), let claims = claims(of: text), let seconds = claims.integer("exp"),
            (0...253_402_300_799).contains(seconds)
        else { throw Status(.internal, "The answer is no ID token with an \"exp\" claim.") }
        let expires = Timestamp(seconds: Int64(seconds)).instant
        return ExpiringToken(value: Secret(text), obtained: now, expires: expires)
    }

    /// The claims of a token; nil when it is none.
    static func claims(of text: String) -> JSON? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(parts[1])),
            let json = try? JSON.parse(bytes),
            case .object = json
        else { return nil }
        return json
    }
}

/// Work that blocks its thread.
enum Blocking {
    private static let queue = DispatchQueue(label: "rehearsal.blocking", attributes: .concurrent)

    /// Runs `body` on a thread that is not one of the tasks'.
    static func run<R: Sendable>(_ body: @escaping @Sendable () throws(Status) -> R) async throws(Status) -> R
    {
        let result: Result<R, Status> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(Status) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
