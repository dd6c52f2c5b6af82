import CloudCore

/// An RSA key of 2,048 bits, made and used by the `openssl` command. The private part is in a file of mode 0600
/// in a folder of mode 0700 that goes with the key.
///
/// Its functions block for some milliseconds, making a key for some hundred.
final class SigningKey: Sendable {
    /// Names the key in the header of tokens.
    let id: String
    /// The modulus, big-endian, without leading zeros. The public exponent is 65,537.
    let modulus: [UInt8]
    private let folder: PrivateFolder

    private var path: String { folder.path + "/key.pem" }

    /// Makes a key.
    ///
    /// - Throws: FAILED_PRECONDITION when there is no `openssl` command, or why it failed.
    init() throws(Status) {
        let folder = try PrivateFolder()
        let path = folder.path + "/key.pem"
        self.folder = folder
        // OpenSSL makes the files of private keys with mode 0600 (openssl-genrsa(1)).
        _ = try OpenSSL.run(["genrsa", "-out", path, "2048"])
        let text = try OpenSSL.run(["rsa", "-in", path, "-noout", "-modulus"])
        guard let modulus = Self.modulus(in: text) else {
            throw Status(.internal, "openssl printed no modulus.")
        }
        self.modulus = modulus
        // The lowest bytes are as good as random, and the same for the same key.
        id = modulus.suffix(20).map { byte in
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: [digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
        }.joined()
    }

    /// The RSASSA-PKCS1-v1_5 signature of the SHA-256 digest of `bytes`.
    func sign(_ bytes: [UInt8]) throws(Status) -> [UInt8] {
        try OpenSSL.run(["dgst", "-sha256", "-sign", path], input: bytes)
    }

    /// Reads `Modulus=C0FFEE…`.
    static func modulus(in text: [UInt8]) -> [UInt8]? {
        let line = String(decoding: text, as: UTF8.self).split(separator: "\n").first ?? ""
        guard line.hasPrefix("Modulus=") else { return nil }
        let digits = Array(line.dropFirst("Modulus=".count))
        guard !digits.isEmpty, digits.count.isMultiple(of: 2), digits.count <= 4_096 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index].hexDigitValue, let low = digits[index + 1].hexDigitValue else {
                return nil
            }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
