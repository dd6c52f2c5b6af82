import CloudCore

/// An RSA public key that verifies RS256: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2).
///
/// Verification needs no secret, so it is done here, at once: a process for each call of a service would take longer
/// than the call.
struct RSAPublicKey: Sendable, Equatable {
    /// The sizes of moduli that are taken, in bits.
    static let sizes = 1_024...4_096

    private let modulus: OddModulus
    private let exponent: UInt64

    /// Makes a key of a big-endian modulus; nil when it is no modulus of RSA.
    init?(modulus bytes: [UInt8], exponent: UInt64 = 65_537) {
        let bytes = Array(bytes.drop { $0 == 0 })
        guard let first = bytes.first, exponent & 1 == 1, exponent > 1,
            Self.sizes.contains(bytes.count * 8 - first.leadingZeroBitCount), let modulus = OddModulus(bytes)
        else { return nil }
        self.modulus = modulus
        self.exponent = exponent
    }

    /// Whether a signature of `message` is this key's.
    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == modulus.byteCount else { return false }
        return modulus.power(signature, exponent) == encoded(message)
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2).
    private func encoded(_ message: [UInt8]) -> [UInt8] {
        let digest = Self.digestPrefix + SHA256.digest(message)
        let padding = Array(repeating: UInt8.max, count: modulus.byteCount - digest.count - 3)
        return [0, 1] + padding + [0] + digest
    }

    /// What stands before a SHA-256 digest: its DER encoding up to the digest itself.
    private static let digestPrefix: [UInt8] = [
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0, 4,
        0x20,
    ]
}
