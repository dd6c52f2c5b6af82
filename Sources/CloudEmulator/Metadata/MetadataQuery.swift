import CloudCore
import RPCServer

/// The parameters of a request to the metadata server.
struct MetadataQuery: Sendable, Equatable {
    /// Whether all that is below is wanted.
    let isRecursive: Bool
    /// Whether it is wanted as text.
    let wantsText: Bool
    /// What an access token is to be good for; empty for what the instance has.
    let scopes: [String]
    /// Whom an ID token is for.
    let audience: String?
    /// Whether an ID token tells of the instance and the account's address: `format=full`.
    let isFull: Bool

    /// Reads the query.
    ///
    /// - Throws: INVALID_ARGUMENT for malformed encoding, UNIMPLEMENTED for waiting and for licences.
    init(_ request: HTTPRequestView) throws(Status) {
        func value(_ name: String) throws(Status) -> String? { try request.queryValues(name).first }
        isRecursive = try value("recursive")?.lowercased() == "true"
        wantsText = try value("alt") == "text"
        scopes = (try value("scopes") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        audience = try value("audience")
        isFull = try value("format") == "full"
        for (name, inert) in [("wait_for_change", "false"), ("licenses", "FALSE")] {
            let given = try value(name) ?? ""
            guard given.isEmpty || given.uppercased() == inert.uppercased() else {
                throw Status(.unimplemented, "\(name)=\(given.prefix(100)) is not supported.")
            }
        }
    }
}
