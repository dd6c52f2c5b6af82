import CloudCore

/// What a JSON Web Token must say that an account has signed to be known by.
///
/// Source: "Using OAuth 2.0 for Server to Server Applications" in Google's documentation of OAuth.
enum AssertionRules {
    /// The longest life of an assertion.
    static let maxLifetime = Duration.seconds(3_600)
    /// How far the clocks of client and service may differ. Google allows some; how much is from memory.
    static let skew = Duration.seconds(300)

    /// The endpoints of Google that answer the same requests: each of them may be named as the audience.
    static let endpoints: Set<String> = [
        "https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token",
        "https://accounts.google.com/o/oauth2/token", "https://www.googleapis.com/oauth2/v3/token",
    ]
    /// Their paths, under which they are served here.
    static let paths = ["/token", "/oauth2/v4/token", "/o/oauth2/token", "/oauth2/v3/token"]

    /// Whether the times of a token are such that it is good.
    static func isTimely(_ token: JSONWebToken, at now: Instant) -> Bool {
        guard let issuedAt = token.time("iat"), let expiresAt = token.time("exp") else { return false }
        return issuedAt <= now + skew && now < expiresAt + skew && issuedAt < expiresAt
            && expiresAt - issuedAt <= maxLifetime + skew
    }

    /// Whether a token is meant for the token endpoint: one of Google's, or this cloud by a name that it has here.
    static func isForEndpoint(_ token: JSONWebToken, authority: String) -> Bool {
        token.audiences.contains { audience in
            if endpoints.contains(audience) { return true }
            guard let (host, path) = parts(of: audience) else { return false }
            return paths.contains(String(path)) && isLocal(host, authority: authority)
        }
    }

    /// Whether a token that is shown to an API is meant for one: it names an API of Google's, or this cloud, or it says by
    /// its scopes what it is good for ("Service account authorization without OAuth").
    static func isForAPI(_ token: JSONWebToken, authority: String) -> Bool {
        if token.claims["aud"] == nil { return token.text("scope") != nil }
        return token.audiences.contains { audience in
            guard let (host, _) = parts(of: audience) else { return false }
            return host.hasSuffix(".googleapis.com") || isLocal(host, authority: authority)
        }
    }

    /// Host with port, and path, of a URL.
    private static func parts(of url: String) -> (host: Substring, path: Substring)? {
        guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return nil }
        let rest = url.dropFirst(scheme.utf8.count)
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        return end == rest.startIndex ? nil : (rest[..<end], rest[end...])
    }

    private static func isLocal(_ host: Substring, authority: String) -> Bool {
        if !authority.isEmpty, host == authority { return true }
        let name = host.hasPrefix("[::1]") ? "[::1]" : host.prefix { $0 != ":" }
        return name == "localhost" || name == "[::1]" || name.hasPrefix("127.")
    }
}
