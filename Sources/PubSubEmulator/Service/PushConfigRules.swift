import CloudCore

/// The rules for push configs (`PushConfig` of `google/pubsub/v1/pubsub.proto`; "Create push subscriptions" in the
/// Pub/Sub documentation).
enum PushConfigRules {
    /// The attribute of a push config that names the format of what is pushed.
    static let versionAttribute = "x-goog-version"
    static let maxEndpointBytes = 8_192

    /// A config as it is kept: without an endpoint, that of a pull subscription.
    static func complete(_ config: PushConfig) throws(Status) -> PushConfig {
        var config = config
        if config.pushEndpoint.isEmpty {
            guard config.oidcToken == nil, config.noWrapper == nil else {
                throw Settings.invalid(
                    "push_config.push_endpoint", "must be set with oidc_token or no_wrapper")
            }
            // A pull subscription.
            return PushConfig()
        }
        try checkEndpoint(config.pushEndpoint)
        if config.noWrapper != nil, config.pubsubWrapper != nil {
            throw Settings.invalid(
                "push_config.no_wrapper", "must not be set together with pubsub_wrapper")
        }
        if let token = config.oidcToken { try check(token) }
        try checkVersion(config.attributes[versionAttribute])
        // "GetSubscription calls will always return a valid version".
        if config.attributes[versionAttribute] == nil { config.attributes[versionAttribute] = "v1" }
        return config
    }

    /// The service demands https. An emulator allows http, too: its endpoints are local.
    private static func checkEndpoint(_ endpoint: String) throws(Status) {
        guard endpoint.utf8.count <= maxEndpointBytes, isEndpoint(endpoint) else {
            throw Status(
                .invalidArgument, "Unsupported push_endpoint",
                details: [
                    .badRequest([
                        .init(
                            field: "push_config.push_endpoint",
                            description:
                                "\"\(endpoint.prefix(200))\" is not an http or https URL with a host.")
                    ])
                ])
        }
    }

    private static func isEndpoint(_ endpoint: String) -> Bool {
        guard let colon = endpoint.firstRange(of: "://"),
            ["http", "https"].contains(endpoint[..<colon.lowerBound].lowercased())
        else { return false }
        let rest = endpoint[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return !authority.isEmpty && !authority.hasPrefix(":")
            && endpoint.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }

    private static func check(_ token: PushConfig.OidcToken) throws(Status) {
        let parts = token.serviceAccountEmail.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), token.serviceAccountEmail.utf8.count <= 512
        else {
            throw Settings.invalid(
                "push_config.oidc_token.service_account_email",
                "is \"\(token.serviceAccountEmail.prefix(200))\", must be the email address of a service account"
            )
        }
        guard token.audience.utf8.count <= maxEndpointBytes else {
            throw Settings.invalid(
                "push_config.oidc_token.audience", "must have at most \(maxEndpointBytes) bytes")
        }
    }

    private static func checkVersion(_ version: String?) throws(Status) {
        switch version {
        case nil, "v1", "v1beta2": return
        case "v1beta1":
            throw Status(
                .unimplemented,
                "push_config.attributes: the format v1beta1 of x-goog-version is not supported by this emulator; use v1."
            )
        case let other?:
            throw Settings.invalid(
                "push_config.attributes",
                "has x-goog-version \"\(other.prefix(100))\", must have v1 or v1beta2, which are the same")
        }
    }
}
