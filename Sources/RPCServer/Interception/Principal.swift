import CloudCore

/// Who calls, as far as a request's headers tell.
enum Principal {
    /// The name of the caller with that `authorization` header: the email (or else the subject) of a JSON web token,
    /// or the bearer token itself; empty for nobody. Nothing is verified.
    static func name(_ authorization: String?) -> String {
        guard let authorization else { return "" }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return "" }
        let token = String(parts[1])
        return claimedName(token) ?? token
    }

    private static func claimedName(_ token: String) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(parts[1])),
            let claims = try? JSON.parse(bytes)
        else { return nil }
        return claims["email"]?.stringValue ?? claims["sub"]?.stringValue
    }
}
