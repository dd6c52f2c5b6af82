import CloudCore

/// What may be asked for in the name of an account.
///
/// Source: `google/iam/credentials/v1/common.proto`.
enum CredentialRules {
    /// The longest life of an access token; organizations, which may allow 12 hours, are not here.
    static let maxLifetime = AccessTokens.lifetime
    /// How far in the future a JWT may expire.
    static let maxExpiry = Duration.seconds(12 * 3_600)

    /// Checks what an access token is to be good for, and for how long.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkAccess(_ request: IAMCredentialsV1.GenerateAccessTokenRequest) throws(Status) -> Duration
    {
        guard !request.scope.isEmpty else { throw refusal("scope", "At least one scope is required.") }
        if let scope = request.scope.first(where: { !TokenAccess.isScope($0) }) {
            throw refusal("scope", "\"\(scope.prefix(300))\" is no OAuth scope.")
        }
        let lifetime = request.lifetime ?? AccessTokens.lifetime
        guard lifetime > .zero, lifetime <= maxLifetime else {
            throw refusal(
                "lifetime",
                "The lifetime \(Timestamp.text(lifetime)) is not possible: it must be positive and at most "
                    + "\(Timestamp.text(maxLifetime)).")
        }
        return lifetime
    }

    /// Checks claims that are to be signed, an object of JSON.
    ///
    /// - Returns: the claims as they are signed: as they were given, unless they need an end and have none.
    /// - Throws: INVALID_ARGUMENT.
    static func checkClaims(
        _ payload: String, addsExpiry: Bool = false, at now: Instant
    ) throws(Status) -> [UInt8] {
        let parsed = try? JSON.parse(payload)
        guard var claims = parsed?.objectValue else {
            throw refusal("payload", "The payload must be a JSON object that contains a JWT Claims Set.")
        }
        let seconds = now.nanoseconds / 1_000_000_000
        guard let expiry = claims["exp"] else {
            guard addsExpiry else { return Array(payload.utf8) }
            claims["exp"] = .int(seconds + 3_600)
            return JSON.object(claims).bytes()
        }
        guard case .int(let time) = expiry, time >= seconds,
            time <= seconds + maxExpiry.components.seconds
        else {
            throw refusal(
                "payload",
                "The claim exp must be an integer timestamp that is not in the past and no more than 12 hours in the "
                    + "future.")
        }
        return Array(payload.utf8)
    }

    /// Checks that a field has a value.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkPresence(_ isEmpty: Bool, _ field: String) throws(Status) {
        if isEmpty { throw refusal(field, "\(field) is required.") }
    }

    private static func refusal(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, text,
            details: [.badRequest([Status.FieldViolation(field: field, description: text)])])
    }
}

extension Timestamp {
    fileprivate static func text(_ duration: Duration) -> String { "\(duration.components.seconds)s" }
}
