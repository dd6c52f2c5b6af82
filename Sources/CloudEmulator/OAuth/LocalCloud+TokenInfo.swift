import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// `/tokeninfo` in its versions, which tells what an access token or an ID token is.
    var tokenInfoRoutes: [HTTPRoute] {
        let newer = ["/tokeninfo", "/oauth2/v3/tokeninfo"]
        let older = ["/oauth2/v1/tokeninfo", "/oauth2/v2/tokeninfo"]
        return ["GET", "POST"].flatMap { method in
            (newer + older).map { path in
                HTTPRoute(method, path) { [self] in tokenInfo($0, isOlder: older.contains(path)) }
            }
        }
    }

    private func tokenInfo(_ request: HTTPRequestView, isOlder: Bool) -> HTTPResponse {
        do throws(OAuthError) {
            func value(_ name: String) throws(OAuthError) -> String? {
                do throws(Status) {
                    if let value = try request.queryValues(name).first { return value }
                } catch {
                    throw .invalidRequest(error.message)
                }
                guard request.method == "POST" else { return nil }
                return try FormFields(parsing: request.body, contentType: "")[name]
            }
            if let text = try value("access_token") {
                guard let token = plane.callers.tokens.token(text, at: timeline.now) else {
                    throw OAuthError(code: "invalid_token", description: "Invalid Value")
                }
                return .json(info(token, isOlder: isOlder))
            }
            guard let text = try value("id_token") else {
                throw .invalidRequest("Missing required parameter: access_token or id_token")
            }
            guard let token = JSONWebToken(parsing: text), pubsub.hasSigned(token),
                let expiresAt = token.time("exp"), timeline.now < expiresAt
            else { throw OAuthError(code: "invalid_token", description: "Invalid Value") }
            return .json(.object(JSONObject(token.claims.map { ($0.key, Self.text($0.value)) })))
        } catch {
            return error.response
        }
    }

    /// Whatever is told of an ID token is a string.
    private static func text(_ value: JSON) -> JSON {
        switch value {
        case .int(let number): .string(String(number))
        case .bool(let isTrue): .string(String(isTrue))
        default: value
        }
    }

    private func info(_ token: AccessTokens.Token, isOlder: Bool) -> JSON {
        let id = JSON.string(subject(of: token.email))
        let seconds = seconds(until: token.expiresAt)
        let client = token.email == owner ? JSON.string(AuthorizedUser.clientID) : id
        let scope = JSON.string(token.scopes.joined(separator: " "))
        if isOlder {
            return [
                "issued_to": client, "audience": client, "user_id": id, "scope": scope,
                "expires_in": .int(seconds), "email": .string(token.email), "verified_email": true,
                "access_type": "online",
            ]
        }
        return [
            "azp": client, "aud": client, "sub": id, "scope": scope,
            "exp": .string(String(token.expiresAt.nanoseconds / 1_000_000_000)),
            "expires_in": .string(String(seconds)), "email": .string(token.email), "email_verified": "true",
            "access_type": "online",
        ]
    }

    /// `/userinfo` in its versions, which tells who has sent an access token.
    var userInfoRoutes: [HTTPRoute] {
        let newer = ["/oauth2/v3/userinfo", "/v1/userinfo"]
        let older = ["/oauth2/v1/userinfo", "/oauth2/v2/userinfo", "/userinfo/v2/me"]
        return (newer + older).map { path in
            HTTPRoute("GET", path) { [self] request in
                .json { () throws(Status) in
                    let caller = caller(request.context)
                    guard let email = caller.email else {
                        throw Denial.unauthenticated(caller.problem ?? .unknownToken)
                    }
                    let id = JSON.string(subject(of: email))
                    return older.contains(path)
                        ? ["id": id, "email": .string(email), "verified_email": true]
                        : ["sub": id, "email": .string(email), "email_verified": true]
                }
            }
        }
    }

    /// The unique id of an account, or a number that stands for a user.
    func subject(of email: String) -> String {
        inspect { $0.accounts.existing(email)?.uniqueID } ?? IdentityToken.uniqueID(of: email)
    }
}
