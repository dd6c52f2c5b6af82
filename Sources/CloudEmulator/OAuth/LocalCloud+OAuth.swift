import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// What is served of Google's OAuth, and of the Security Token Service: whatever has no gRPC and no proto3 JSON.
    ///
    /// - `POST /token` of oauth2.googleapis.com, and its older paths.
    /// - `/tokeninfo` and `/userinfo` in their versions.
    /// - `POST /v1/token` of sts.googleapis.com.
    /// - the public keys of service accounts, where www.googleapis.com has them.
    var oauthRoutes: [HTTPRoute] { tokenRoutes + tokenInfoRoutes + userInfoRoutes + accountKeyRoutes }

    private var tokenRoutes: [HTTPRoute] {
        AssertionRules.paths.map { path in
            HTTPRoute.deferred("POST", path) { [self] (request, call) throws(Status) in
                answerGrant(request, call)
            }
        } + [HTTPRoute("POST", "/v1/token") { Self.exchange($0) }]
    }

    private func answerGrant(_ request: HTTPRequestView, _ call: any PendingCall) {
        do throws(OAuthError) {
            let form = try FormFields(
                parsing: request.body, contentType: request.header("content-type") ?? "")
            switch try TokenGrant(form, authority: request.authority, plane) {
            case .access(let token, nil): call.respond(.json(.object(answer(token))))
            case .access(let token, let purpose?):
                let answer = answer(token)
                identityToken(purpose) { Self.respond($0, answer, call) }
            case .identity(let purpose):
                identityToken(purpose) { Self.respond($0, JSONObject(), call) }
            }
        } catch {
            call.respond(error.response)
        }
    }

    private static func respond(
        _ outcome: Result<String, Status>, _ answer: JSONObject, _ call: any PendingCall
    ) {
        switch outcome {
        case .success(let token):
            var answer = answer
            answer["id_token"] = .string(token)
            call.respond(.json(.object(answer)))
        case .failure(let status): call.finish(status)
        }
    }

    private func answer(_ token: AccessTokens.Token) -> JSONObject {
        [
            "access_token": .string(token.text), "expires_in": .int(seconds(until: token.expiresAt)),
            "scope": .string(token.scopes.joined(separator: " ")), "token_type": "Bearer",
        ]
    }

    /// Whole seconds, of which Google takes one off, so that no client uses a token too long.
    func seconds(until end: Instant) -> Int64 { max(0, (end - timeline.now).components.seconds - 1) }

    /// Federation is refused as a whole: there are no workload identity pools here that could trust anybody.
    private static func exchange(_ request: HTTPRequestView) -> HTTPResponse {
        do throws(OAuthError) {
            let form = try FormFields(
                parsing: request.body, contentType: request.header("content-type") ?? "")
            let grant = "urn:ietf:params:oauth:grant-type:token-exchange"
            guard try form.require("grant_type") == grant else {
                throw OAuthError(code: "unsupported_grant_type", description: "grant_type must be \(grant).")
            }
            let tokenType = try form.require("subject_token_type")
            let what = form["audience"] ?? tokenType
            return .json { () throws(Status) in
                throw Status(
                    .unimplemented,
                    "sts.googleapis.com: no token can be exchanged for \(what.prefix(300)), since workload identity pools "
                        + "and access boundaries are not supported.")
            }
        } catch {
            return error.response
        }
    }
}
