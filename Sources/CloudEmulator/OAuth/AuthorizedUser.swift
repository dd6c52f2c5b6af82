import CloudCore

/// What the owner of a local cloud signs in with: the refresh token that a browser would have led to, and the client
/// that it was given to. The seed decides it, so that it is known before the cloud runs.
public struct AuthorizedUser: Sendable, Equatable {
    /// The client that the token was given to.
    public static let clientID = "local-cloud.apps.googleusercontent.com"
    /// What the client proves itself with.
    public static let clientSecret = "local-cloud-client-secret"

    /// The refresh token.
    public let refreshToken: String

    /// The sign-in of an owner of a cloud with a seed.
    public init(owner: String, seed: UInt64) {
        let dice = Dice(seed: seed)
        let bytes = (0..<4).flatMap { word in
            withUnsafeBytes(of: dice.bits("refresh token of \(owner.lowercased())", word).bigEndian) {
                Array($0)
            }
        }
        refreshToken = "1//" + Base64.encodeURLSafe(bytes)
    }
}
