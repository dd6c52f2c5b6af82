/// An RSA private key in PEM, used by the `openssl` command. While it exists, the key is in a file of mode 0600 in a
/// folder of mode 0700.
public final class RSAPrivateKey: Sendable {
    private let folder: PrivateFolder

    private var path: String { folder.path + "/key.pem" }

    /// Takes a key, PKCS #8 or PKCS #1, as service account key files hold it.
    ///
    /// - Throws: INVALID_ARGUMENT when the text is no such PEM, UNAVAILABLE when it cannot be kept. No error shows
    ///   any of the text.
    public init(pem: String) throws(Status) {
        guard pem.hasPrefix("-----BEGIN "), pem.contains("PRIVATE KEY-----"), pem.utf8.count <= 64 << 10
        else {
            throw Status(.invalidArgument, "The private key is not in PEM (-----BEGIN PRIVATE KEY-----).")
        }
        folder = try PrivateFolder()
        do throws(SystemError) {
            var file = try AppendFile(path: folder.path + "/key.pem")
            let bytes = Array(pem.utf8)
            let outcome = bytes.withUnsafeBytes { bytes in
                Result { () throws(SystemError) in try file.append(bytes) }
            }
            try outcome.get()
        } catch {
            throw Status(.unavailable, "The private key cannot be kept in a file: \(error).")
        }
    }

    /// The RSASSA-PKCS1-v1_5 signature of the SHA-256 digest of `bytes` (RS256). It blocks for some milliseconds.
    ///
    /// - Throws: FAILED_PRECONDITION when there is no `openssl` command, INTERNAL when it refuses the key.
    public func sign(_ bytes: [UInt8]) throws(Status) -> [UInt8] {
        try OpenSSL.run(["dgst", "-sha256", "-sign", path], input: bytes)
    }
}
