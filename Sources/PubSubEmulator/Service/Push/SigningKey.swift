import CloudCore

/// An RSA key of 2,048 bits, made and used by the `openssl` command. The private part is in a file of mode 0600
/// in a folder of mode 0700 that goes with the key.
///
/// Its functions block for some milliseconds, making a key for some hundred.
package final class SigningKey: Sendable {
    /// What is published of it.
    package let published: PublishedKey
    /// Names the key in the header of tokens.
    package var id: String { published.id }
    private let folder: PrivateFolder

    private var path: String { folder.path + "/key.pem" }

    /// How long certificates say that they are valid; their readers here go by other dates.
    private static let certificateDays = "3650"
    /// The password of every PKCS #12 file of Google ("Create and delete service account keys").
    private static let archivePassword = "notasecret"

    /// Makes a key.
    ///
    /// - Parameter owner: the common name in its certificate: letters, digits, dots, hyphens.
    /// - Throws: FAILED_PRECONDITION when there is no `openssl` command, or why it failed.
    package init(owner: String = "accounts.google.com") throws(Status) {
        let folder = try PrivateFolder()
        let path = folder.path + "/key.pem"
        self.folder = folder
        // OpenSSL makes the files of private keys with mode 0600 (openssl-genrsa(1)).
        _ = try OpenSSL.run(["genrsa", "-out", path, "2048"])
        let certificate = try OpenSSL.run([
            "req", "-x509", "-new", "-sha256", "-key", path, "-days", Self.certificateDays, "-subj",
            "/CN=\(owner)",
        ])
        guard let published = try PublishedKey.Certified(certificate: certificate)?.key else {
            throw Status(.internal, "openssl printed no modulus.")
        }
        self.published = published
    }

    /// The RSASSA-PKCS1-v1_5 signature of the SHA-256 digest of `bytes`.
    package func sign(_ bytes: [UInt8]) throws(Status) -> [UInt8] {
        try OpenSSL.run(["dgst", "-sha256", "-sign", path], input: bytes)
    }

    /// A JSON Web Token with some claims, which are signed as they are (RS256).
    package func token(_ claims: [UInt8]) throws(Status) -> String {
        try token(IdentityToken.signingInput(claims, keyID: id))
    }

    func token(_ signingInput: String) throws(Status) -> String {
        signingInput + "." + Base64.encodeURLSafe(try sign(Array(signingInput.utf8)))
    }

    /// The private key, PKCS #8 in PEM.
    package func privateKey() throws(Status) -> String {
        let bytes = try OpenSSL.run(["pkcs8", "-topk8", "-nocrypt", "-in", path])
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The private key and its certificate as a PKCS #12 file.
    package func archive() throws(Status) -> [UInt8] {
        try OpenSSL.run(
            [
                "pkcs12", "-export", "-inkey", path, "-name", "privatekey", "-passout",
                "pass:\(Self.archivePassword)",
            ], input: Array(published.certificate.utf8))
    }
}
