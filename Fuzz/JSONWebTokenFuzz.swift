// modules: CloudCore RPCServer PubSubEmulator CloudEmulator
// max_len: 2048

/// Any text is no token, or one that is read again as the same from what was signed and its signature; and any bytes are
/// no key, or one that refuses whatever it has not signed.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    if let token = JSONWebToken(parsing: String(decoding: bytes, as: UTF8.self)) {
        let signed = String(decoding: token.signedBytes, as: UTF8.self)
        guard let again = JSONWebToken(parsing: signed + "." + Base64.encodeURLSafe(token.signature)) else {
            fatalError("a token that is not read again")
        }
        precondition(again.claims == token.claims && again.signature == token.signature)
        precondition(again.keyID == token.keyID && again.algorithm == token.algorithm)
        _ = (token.audiences, token.time("iat"), token.time("exp"), token.text("iss"))
        _ = AssertionRules.isTimely(token, at: Instant(nanoseconds: 1_893_456_000_000_000_000))
        _ = AssertionRules.isForAPI(token, authority: "127.0.0.1:8086")
        _ = AssertionRules.isForEndpoint(token, authority: "127.0.0.1:8086")
    }
    // Half for the modulus, half for the signature; the length of a real one where there is enough.
    let middle = min(count / 2, 512)
    if let key = RSAPublicKey(modulus: Array(bytes[..<middle]), exponent: 3) {
        _ = key.verifies(Array(bytes[middle..<min(2 * middle, count)]), of: bytes)
    }
    return 0
}
