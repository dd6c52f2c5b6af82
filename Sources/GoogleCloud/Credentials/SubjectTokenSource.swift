import CloudCore

/// Where an external account's own token comes from (`credential_source`).
enum SubjectTokenSource: Sendable {
    /// A file that something else keeps fresh.
    case file(String, Format)
    /// An endpoint, asked by GET with these headers.
    case url(String, headers: [String: Secret<String>], Format)
    /// A command that prints it.
    case executable(SubjectTokenCommand)

    /// How the token stands in a text.
    enum Format: Sendable, Equatable {
        /// The text is the token.
        case text
        /// It is the member of that name of a JSON object.
        case json(String)
    }

    init(_ fields: CredentialFields) throws(Status) {
        for unsupported in ["environment_id", "certificate"] where fields.json[unsupported] != nil {
            throw Status(
                .unimplemented,
                "The field credential_source.\(unsupported) is not supported; supported are file, url and executable."
            )
        }
        if let path = fields.optional("file") {
            self = .file(path, try Self.format(fields))
        } else if fields.optional("url") != nil {
            // Such endpoints are often in the clear, on a link-local address.
            let url = try fields.text("url")
            guard let parts = URLParts(url), ["http", "https"].contains(parts.scheme) else {
                throw fields.wrong("url", "an http or https URL")
            }
            self = .url(
                url, headers: fields.json.stringMap("headers").mapValues { Secret($0) },
                try Self.format(fields))
        } else if let command = try fields.object("executable") {
            self = .executable(try SubjectTokenCommand(command))
        } else {
            throw fields.wrong("file", "file, url or executable")
        }
    }

    private static func format(_ fields: CredentialFields) throws(Status) -> Format {
        guard let format = try fields.object("format") else { return .text }
        switch format.optional("type") ?? "text" {
        case "text": return .text
        case "json": return .json(try format.text("subject_token_field_name"))
        default: throw format.wrong("type", "text or json")
        }
    }

    /// The provider's token.
    ///
    /// - Throws: UNAUTHENTICATED, showing nothing of it, when there is none.
    func token(for account: ExternalAccount, _ context: TokenContext) async throws -> Secret<String> {
        switch self {
        case .file(let path, let format):
            let bytes = try await Blocking.run { () throws(Status) in
                do throws(Status) { return try InputFile.bytes(path) } catch {
                    throw Status(.unauthenticated, "credential_source.file \(path) \(error.message)")
                }
            }
            return try Self.token(in: bytes, format, "credential_source.file \(path)")
        case .url(let url, let headers, let format):
            let request = HTTPRequest(
                method: "GET", url: url,
                headers: headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value.revealed) })
            let response = try await context.answer(request, Array(headers.values))
            return try Self.token(in: response.body, format, "credential_source.url")
        case .executable(let command): return try await command.token(for: account, context)
        }
    }

    /// The token in a text.
    static func token(in bytes: [UInt8], _ format: Format, _ place: String) throws(Status) -> Secret<String> {
        let missing = Status(.unauthenticated, "\(place) has no usable token.")
        guard bytes.count <= TokenContext.maxTextBytes else { throw missing }
        var text = String(decoding: bytes, as: UTF8.self)
        if case .json(let member) = format {
            guard let value = (try? JSON.parse(bytes))?[member]?.stringValue else { throw missing }
            text = value
        }
        text = String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        guard !text.isEmpty, !text.utf8.contains(0) else { throw missing }
        return Secret(text)
    }
}
