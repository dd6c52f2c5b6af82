/// The parts of an absolute URL (RFC 3986, appendix B), as far as a client of HTTP needs them.
struct URLParts: Equatable {
    /// The scheme in lower case, for example `https`.
    let scheme: String
    /// The host in lower case; an IPv6 address without its brackets.
    let host: String
    /// The port, if there is one.
    let port: UInt16?
    /// The path, without the query; empty for none.
    let path: String

    /// Reads a URL; nil when it has no scheme or no host, or when programs could disagree about its host.
    init?(_ url: String) {
        guard let colon = url.firstRange(of: "://"),
            !url.utf8.contains(where: { $0 <= 32 || $0 == 92 || $0 == 127 })
        else { return nil }
        scheme = url[..<colon.lowerBound].lowercased()
        let rest = url[colon.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        path = String(rest[authority.endIndex...].prefix { !"?#".contains($0) })
        let behindUser =
            authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.hostAndPort(behindUser), !host.isEmpty, !scheme.isEmpty else {
            return nil
        }
        self.host = host.lowercased()
        self.port = port
    }

    private static func hostAndPort(_ text: Substring) -> (Substring, UInt16?)? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<end]
            return port(text[text.index(after: end)...]).map { (host, $0) }
        }
        let host = text.prefix { $0 != ":" }
        return port(text[host.endIndex...]).map { (host, $0) }
    }

    /// The port behind a colon, nil inside for none; nil when it is no number.
    private static func port(_ text: Substring) -> UInt16?? {
        if text.isEmpty || text == ":" { return .some(nil) }
        guard text.first == ":", let port = UInt16(text.dropFirst()) else { return nil }
        return port
    }

    /// Host and port as a URL has them.
    var hostAndPort: String { (host.contains(":") ? "[\(host)]" : host) + (port.map { ":\($0)" } ?? "") }

    /// Whether the host is this machine itself: 127.0.0.0/8, ::1, `localhost` or a name below it (RFC 6761).
    var isLoopback: Bool {
        // An escape in a name would be read in different ways.
        guard host.utf8.allSatisfy({ $0 != UInt8(ascii: "%") && $0 < 128 }) else { return false }
        return host == "::1" || host == "localhost" || host.hasSuffix(".localhost") || isIPv4Loopback
    }

    private var isIPv4Loopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                // A leading zero would make it octal for some programs.
                UInt8(part).map { String($0) == part } ?? false
            }
    }
}
