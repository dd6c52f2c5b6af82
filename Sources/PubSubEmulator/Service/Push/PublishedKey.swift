import CloudCore

/// A key that signatures are verified with.
package struct PublishedKey: Sendable, Equatable {
    /// What the header of a token calls it.
    package let id: String
    /// The modulus, big-endian, without leading zeros. The public exponent is 65,537.
    package let modulus: [UInt8]
    /// The key in an X.509 certificate, in PEM.
    package let certificate: String
    /// The key alone, in PEM.
    package let pem: String

    /// A key of its parts.
    package init(id: String, modulus: [UInt8], certificate: String, pem: String) {
        self.id = id
        self.modulus = modulus
        self.certificate = certificate
        self.pem = pem
    }

    /// The key as a JSON Web Key (RFC 7517).
    package var json: JSON {
        [
            "alg": "RS256", "e": "AQAB", "kid": .string(id), "kty": "RSA",
            "n": .string(Base64.encodeURLSafe(modulus)), "use": "sig",
        ]
    }
}

extension PublishedKey {
    /// The key of a certificate, as the `openssl` command reads it, with when the certificate is valid.
    package struct Certified: Sendable {
        /// The key.
        package let key: PublishedKey
        /// When the certificate begins and ends to be valid, where the command tells it.
        package let validity: (from: Timestamp, to: Timestamp)?
    }
}

extension PublishedKey.Certified {
    /// Reads a certificate in PEM; nil when its key is no RSA key with the usual exponent. It blocks.
    ///
    /// - Throws: FAILED_PRECONDITION when there is no `openssl` command, INTERNAL when it takes the bytes for no
    ///   certificate.
    package init?(certificate bytes: [UInt8]) throws(Status) {
        let output = try OpenSSL.run(
            ["x509", "-text", "-pubkey", "-modulus", "-startdate", "-enddate", "-dateopt", "iso_8601"],
            input: bytes)
        let text = String(decoding: output, as: UTF8.self)
        guard let modulus = SigningKey.modulus(in: output), text.contains("Exponent: 65537 "),
            let pem = Self.section("PUBLIC KEY", of: text),
            let certificate = Self.section("CERTIFICATE", of: text)
        else { return nil }
        // The lowest bytes are as good as random, and the same for the same key.
        let id = modulus.suffix(20).map { Hexadecimal.text(UInt64($0), digits: 2) }.joined()
        key = PublishedKey(id: id, modulus: modulus, certificate: certificate, pem: pem)
        if let from = Self.date("notBefore=", in: text), let to = Self.date("notAfter=", in: text) {
            validity = (from, to)
        } else {
            validity = nil
        }
    }

    private static func section(_ name: String, of text: String) -> String? {
        let (first, last) = ("-----BEGIN \(name)-----", "-----END \(name)-----")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == first }),
            let end = lines[start...].firstIndex(where: { $0 == last })
        else { return nil }
        return lines[start...end].joined(separator: "\n") + "\n"
    }

    private static func date(_ name: String, in text: String) -> Timestamp? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
        return Timestamp(
            rfc3339: line.dropFirst(name.utf8.count).split(separator: " ").joined(separator: "T"))
    }
}

extension SigningKey {
    /// Reads the line `Modulus=C0FFEE…`.
    static func modulus(in text: [UInt8]) -> [UInt8]? {
        let name = "Modulus="
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(name) }) else { return nil }
        let digits = Array(line.utf8.dropFirst(name.utf8.count))
        guard !digits.isEmpty, digits.count.isMultiple(of: 2), digits.count <= 4_096 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Hexadecimal.value(of: digits[index]),
                let low = Hexadecimal.value(of: digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
