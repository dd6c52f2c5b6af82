import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.iam.credentials.v1.IAMCredentials`, and the older two of `google.iam.admin.v1.IAM` that do
    /// the same; of these, REST has only signJwt, since the others share their path with the newer ones.
    ///
    /// Sources: `google/iam/credentials/v1/iamcredentials.proto`, `google/iam/admin/v1/iam.proto`.
    var credentialMethods: [RPCMethod] { tokenMethods + signingMethods + olderSigningMethods }

    private static let service = "/google.iam.credentials.v1.IAMCredentials/"
    private static let older = "/google.iam.admin.v1.IAM/"
    private static let account = "{name=projects/*/serviceAccounts/*}"

    private var tokenMethods: [RPCMethod] {
        [
            planeMethod(
                Self.service + "GenerateAccessToken", [.post("/v1/\(Self.account):generateAccessToken")]
            ) {
                [plane] (state, request: IAMCredentialsV1.GenerateAccessTokenRequest, caller, now)
                    throws(Status) in
                let lifetime = try CredentialRules.checkAccess(request)
                let account = try state.impersonated(
                    request.name, request.delegates, "iam.serviceAccounts.getAccessToken", by: caller, at: now
                )
                let token = plane.callers.tokens.issue(
                    for: account.email, scopes: request.scope, lifetime: lifetime, at: now)
                var response = IAMCredentialsV1.GenerateAccessTokenResponse()
                response.accessToken = token.text
                // In whole seconds: google-auth for Python reads no others.
                response.expireTime = Timestamp(seconds: Timestamp(token.expiresAt).seconds)
                return response
            },
            .deferred(Self.service + "GenerateIdToken", [.post("/v1/\(Self.account):generateIdToken")]) {
                [self] (request: IAMCredentialsV1.GenerateIdTokenRequest, context, reply) in
                generateIDToken(request, caller(context), reply)
            },
        ]
    }

    private func generateIDToken(
        _ request: IAMCredentialsV1.GenerateIdTokenRequest, _ caller: Caller,
        _ reply: Reply<IAMCredentialsV1.GenerateIdTokenResponse>
    ) {
        do throws(Status) {
            try CredentialRules.checkPresence(request.audience.isEmpty, "audience")
            let account = try perform { (plane, now) throws(Status) in
                try plane.impersonated(
                    request.name, request.delegates, "iam.serviceAccounts.getOpenIdToken", by: caller, at: now
                )
            }
            let purpose = IdentityToken.Purpose(
                account: account.email, audience: request.audience, subject: account.uniqueID,
                includesEmail: request.includesEmail)
            identityToken(purpose) { outcome in
                switch outcome {
                case .success(let token):
                    var response = IAMCredentialsV1.GenerateIdTokenResponse()
                    response.token = token
                    reply.succeed(response)
                case .failure(let status): reply.fail(status)
                }
            }
        } catch {
            reply.fail(error)
        }
    }

    private var signingMethods: [RPCMethod] {
        [
            workMethod(Self.service + "SignBlob", [.post("/v1/\(Self.account):signBlob")]) {
                (plane, request: IAMCredentialsV1.SignBlobRequest, caller, now) throws(Status) in
                try CredentialRules.checkPresence(request.payload.isEmpty, "payload")
                let account = try plane.impersonated(
                    request.name, request.delegates, "iam.serviceAccounts.signBlob", by: caller, at: now)
                return (account, request.payload)
            } work: { [signer] (prepared, _) throws(Status) in
                let key = try signer.key(of: prepared.0)
                var response = IAMCredentialsV1.SignBlobResponse()
                response.keyID = key.id
                response.signedBlob = try key.sign(prepared.1)
                return response
            },
            workMethod(Self.service + "SignJwt", [.post("/v1/\(Self.account):signJwt")]) {
                (plane, request: IAMCredentialsV1.SignJwtRequest, caller, now) throws(Status) in
                let claims = try CredentialRules.checkClaims(request.payload, at: now)
                let account = try plane.impersonated(
                    request.name, request.delegates, "iam.serviceAccounts.signJwt", by: caller, at: now)
                return (account, claims)
            } work: { [self] (prepared, _) throws(Status) in
                try signJWT(prepared.1, of: prepared.0)
            },
        ]
    }

    private var olderSigningMethods: [RPCMethod] {
        [
            workMethod(Self.older + "SignBlob", []) {
                (plane, request: IAMAdminV1.SignBlobRequest, caller, now) throws(Status) in
                try CredentialRules.checkPresence(request.bytesToSign.isEmpty, "bytes_to_sign")
                let account = try plane.existing(
                    request.name, permission: "iam.serviceAccounts.signBlob", by: caller, at: now)
                return (account, request.bytesToSign)
            } work: { [signer] (prepared, _) throws(Status) in
                let key = try signer.key(of: prepared.0)
                var response = IAMAdminV1.SignBlobResponse()
                response.keyID = key.id
                response.signature = try key.sign(prepared.1)
                return response
            },
            workMethod(Self.older + "SignJwt", []) {
                (plane, request: IAMAdminV1.SignJwtRequest, caller, now) throws(Status) in
                let claims = try CredentialRules.checkClaims(request.payload, addsExpiry: true, at: now)
                let account = try plane.existing(
                    request.name, permission: "iam.serviceAccounts.signJwt", by: caller, at: now)
                return (account, claims)
            } work: { [self] (prepared, _) throws(Status) in
                try signJWT(prepared.1, of: prepared.0)
            },
        ]
    }

    private func signJWT(
        _ claims: [UInt8], of account: IAMAdminV1.ServiceAccount
    ) throws(Status) -> IAMCredentialsV1.SignJwtResponse {
        let key = try signer.key(of: account)
        var response = IAMCredentialsV1.SignJwtResponse()
        response.keyID = key.id
        response.signedJWT = try key.token(claims)
        return response
    }

    /// An OIDC token, signed with the key that Google signs with.
    func identityToken(
        _ purpose: IdentityToken.Purpose, _ completion: @escaping @Sendable (Result<String, Status>) -> Void
    ) {
        let activity = timeline.beginActivity(.working)
        pubsub.identityTokens.token(for: purpose, at: timeline.now) { outcome in
            completion(outcome)
            activity.end()
        }
    }
}
