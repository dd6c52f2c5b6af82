extension OpenSSL {
    /// The RSASSA-PKCS1-v1_5 signature of the SHA-256 digest of `bytes` (RS256), by a private key in PEM, PKCS #8 or
    /// PKCS #1. The key goes through a pipe and is never in a file; what is signed is, in a folder of mode 0700. It blocks
    /// for some milliseconds.
    ///
    /// - Throws: FAILED_PRECONDITION when there is no `openssl` command, INTERNAL when it refuses the key, UNAVAILABLE
    ///   without room for a file. No error shows any of the key.
    public static func sign(_ bytes: [UInt8], privateKey pem: String) throws(Status) -> [UInt8] {
        let folder = try PrivateFolder()
        let path = folder.path + "/signed"
        do throws(SystemError) {
            try AppendFile.replace(path, with: bytes)
        } catch {
            throw Status(.unavailable, "What is to be signed cannot be written to \(folder.path): \(error).")
        }
        return try run(["dgst", "-sha256", "-sign", "/dev/stdin", path], input: Array(pem.utf8))
    }
}
