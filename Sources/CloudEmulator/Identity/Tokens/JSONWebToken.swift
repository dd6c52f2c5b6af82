import CloudCore

/// A signed JSON Web Token in its compact form (RFC 7515, section 7.1; RFC 7519), not verified yet.
struct JSONWebToken: Sendable {
    /// Longer texts are none.
    static let maxBytes = 16 << 10

    /// `alg` of the header.
    let algorithm: String
    /// `kid` of the header.
    let keyID: String?
    /// The claims.
    let claims: JSONObject
    /// What was signed: header and claims as they were sent.
    let signedBytes: [UInt8]
    /// The signature.
    let signature: [UInt8]

    /// Reads a token; nil when the text is none.
    init?(parsing text: String) {
        guard text.utf8.count <= Self.maxBytes else { return nil }
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Self.decode(parts[2]), let algorithm = header["alg"]?.stringValue,
            // Extensions that must be understood are not (RFC 7515, section 4.1.11).
            header["crit"] == nil
        else { return nil }
        self.algorithm = algorithm
        keyID = header["kid"]?.stringValue
        self.claims = claims
        signedBytes = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
        self.signature = signature
    }

    /// A claim that is a string.
    func text(_ claim: String) -> String? { claims[claim]?.stringValue }

    /// A claim that is a time, in whole seconds (`NumericDate`, RFC 7519, section 2).
    func time(_ claim: String) -> Instant? {
        guard let value = claims[claim], value.stringValue == nil, let seconds = value.doubleValue,
            let whole = Int64(exactly: seconds.rounded(.down))
        else { return nil }
        return Timestamp(seconds: whole).exactInstant
    }

    /// Whom the token is for: one audience, or several.
    var audiences: [String] {
        switch claims["aud"] {
        case .string(let one)?: [one]
        case .array(let several)?: several.compactMap(\.stringValue)
        default: []
        }
    }

    /// Whether a key has signed the token with RS256.
    func isSigned(by key: RSAPublicKey) -> Bool {
        algorithm == "RS256" && key.verifies(signature, of: signedBytes)
    }

    private static func object(_ part: Substring) -> JSONObject? {
        guard let bytes = decode(part) else { return nil }
        return (try? JSON.parse(bytes))?.objectValue
    }

    /// Base64url without padding, and nothing else (RFC 7515, section 2).
    private static func decode(_ part: Substring) -> [UInt8]? {
        guard !part.isEmpty, part.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2F && $0 != 0x3D }) else {
            return nil
        }
        return Base64.decode(String(part))
    }
}
