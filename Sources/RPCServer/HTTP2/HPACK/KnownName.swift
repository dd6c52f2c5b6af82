/// The header names that a server looks at, recognised once when a field is decoded so that nobody has to
/// compare strings afterwards.
enum KnownName: UInt8, CaseIterable {
    case other

    // Pseudo-header fields (RFC 9113, section 8.3).
    case authority, method, path, scheme, status, `protocol`, unknownPseudo

    // Connection-specific fields, which HTTP/2 forbids (RFC 9113, section 8.2.2).
    case connection, keepAlive, proxyConnection, transferEncoding, upgrade

    // HTTP.
    case accept, acceptEncoding, authorization, contentEncoding, contentLength, contentType, cookie, expect
    case host, ifMatch, origin, te, userAgent

    // gRPC.
    case grpcAcceptEncoding, grpcEncoding, grpcTimeout

    // Google APIs.
    case xGoogAPIClient, xGoogFieldMask, xGoogRequestParams, xGoogUserProject, xHTTPMethodOverride

    /// The name as it is written on the wire; empty for `other` and `unknownPseudo`.
    var name: String {
        switch self {
        case .other, .unknownPseudo: ""
        case .authority: ":authority"
        case .method: ":method"
        case .path: ":path"
        case .scheme: ":scheme"
        case .status: ":status"
        case .protocol: ":protocol"
        case .connection: "connection"
        case .keepAlive: "keep-alive"
        case .proxyConnection: "proxy-connection"
        case .transferEncoding: "transfer-encoding"
        case .upgrade: "upgrade"
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .authorization: "authorization"
        case .contentEncoding: "content-encoding"
        case .contentLength: "content-length"
        case .contentType: "content-type"
        case .cookie: "cookie"
        case .expect: "expect"
        case .host: "host"
        case .ifMatch: "if-match"
        case .origin: "origin"
        case .te: "te"
        case .userAgent: "user-agent"
        case .grpcAcceptEncoding: "grpc-accept-encoding"
        case .grpcEncoding: "grpc-encoding"
        case .grpcTimeout: "grpc-timeout"
        case .xGoogAPIClient: "x-goog-api-client"
        case .xGoogFieldMask: "x-goog-fieldmask"
        case .xGoogRequestParams: "x-goog-request-params"
        case .xGoogUserProject: "x-goog-user-project"
        case .xHTTPMethodOverride: "x-http-method-override"
        }
    }

    /// Recognises a lower-case name.
    init(_ name: UnsafeRawBufferPointer) {
        let table = KnownNameTable.shared
        guard name.count < table.byLength.count else {
            self = name.first == UInt8(ascii: ":") ? .unknownPseudo : .other
            return
        }
        for candidate in table.byLength[name.count] where candidate.matches(name) {
            self = candidate.known
            return
        }
        self = name.first == UInt8(ascii: ":") ? .unknownPseudo : .other
    }
}

/// The known names grouped by length, so that a look-up compares with a few names only.
private struct KnownNameTable {
    static let shared = KnownNameTable()

    struct Candidate {
        let known: KnownName
        let bytes: [UInt8]

        func matches(_ name: UnsafeRawBufferPointer) -> Bool {
            bytes.withUnsafeBytes { own in
                guard own.count == name.count else { return false }
                var index = 0
                while index < own.count, own[index] == name[index] { index += 1 }
                return index == own.count
            }
        }
    }

    let byLength: [[Candidate]]

    private init() {
        var groups: [[Candidate]] = []
        for known in KnownName.allCases where !known.name.isEmpty {
            let bytes = [UInt8](known.name.utf8)
            while groups.count <= bytes.count { groups.append([]) }
            groups[bytes.count].append(Candidate(known: known, bytes: bytes))
        }
        byLength = groups
    }
}
