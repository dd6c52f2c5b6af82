import CloudCore
import RPCServer

/// A refusal of a token endpoint (RFC 6749, section 5.2).
struct OAuthError: Error, Sendable, Equatable {
    /// The code, for example `invalid_grant`.
    let code: String
    /// What is wrong, for people.
    let description: String
    /// The status of HTTP.
    var httpStatus = 400

    /// A malformed request.
    static func invalidRequest(_ description: String) -> OAuthError {
        OAuthError(code: "invalid_request", description: description)
    }

    /// What was shown is not good.
    static func invalidGrant(_ description: String) -> OAuthError {
        OAuthError(code: "invalid_grant", description: description)
    }

    /// The answer.
    var response: HTTPResponse {
        .json(["error": .string(code), "error_description": .string(description)], status: httpStatus)
    }
}
