import CloudCore

/// A command that prints an external account's token as JSON (`credential_source.executable`).
///
/// Source: AIP-4117, "Executable-sourced credentials".
struct SubjectTokenCommand: Sendable {
    let words: [String]
    let timeoutMilliseconds: Int32
    let outputFile: String?

    /// What has to be set before any command is run: a file of credentials must not be enough for it.
    static let permission = "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"

    init(_ fields: CredentialFields) throws(Status) {
        words = try fields.text("command").split(separator: " ").map(String.init)
        guard !words.isEmpty else { throw fields.wrong("command", "a command") }
        outputFile = fields.optional("output_file")
        guard let timeout = fields.json["timeout_millis"] else {
            timeoutMilliseconds = 30_000
            return
        }
        guard let number = timeout.intValue, (5_000...120_000).contains(number) else {
            throw fields.wrong("timeout_millis", "a number from 5000 to 120000")
        }
        timeoutMilliseconds = Int32(number)
    }

    /// Runs the command, unless its output file still has a token that is good.
    func token(for account: ExternalAccount, _ context: TokenContext) async throws -> Secret<String> {
        guard context.environment[Self.permission] == "1" else {
            throw Status(
                .failedPrecondition,
                "The credentials name a command (credential_source.executable), which is run only where "
                    + "\(Self.permission) is 1.")
        }
        let now = context.timeline.now
        if let token = await kept(now) { return token }
        let environment = self.environment(for: account, context)
        let output = try await Blocking.run { () throws(Status) in try run(environment) }
        return try Self.token(in: output, now: now)
    }

    private func kept(_ now: Instant) async -> Secret<String>? {
        guard let outputFile else { return nil }
        let bytes = try? await Blocking.run { () throws(Status) in try InputFile.bytes(outputFile) }
        return bytes.flatMap { try? Self.token(in: $0, now: now, mustExpire: true) }
    }

    private func environment(for account: ExternalAccount, _ context: TokenContext) -> [String: String] {
        var environment = context.environment
        environment["GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE"] = account.audience
        environment["GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE"] = account.subjectTokenType
        environment["GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE"] = "0"
        if let outputFile { environment["GOOGLE_EXTERNAL_ACCOUNT_OUTPUT_FILE"] = outputFile }
        if let url = account.impersonation?.url {
            let email = url.split(separator: "/").last?.split(separator: ":").first
            environment["GOOGLE_EXTERNAL_ACCOUNT_IMPERSONATED_EMAIL"] = email.map(String.init)
        }
        return environment
    }

    private func run(_ environment: [String: String]) throws(Status) -> [UInt8] {
        let outcome: ChildProcess.Outcome
        do throws(SystemError) {
            outcome = try ChildProcess.run(
                words[0], Array(words.dropFirst()), environment: environment,
                milliseconds: timeoutMilliseconds)
        } catch {
            throw Status(.unauthenticated, "credential_source.executable.command \(words[0]): \(error)")
        }
        guard outcome.exit == .status(0) else {
            // What it printed may hold its token.
            throw Status(
                .unauthenticated, "credential_source.executable.command \(words[0]) failed: \(outcome.exit)")
        }
        return outcome.output
    }

    /// The token in what the command printed.
    ///
    /// - Parameter mustExpire: whether the output has to say until when it is good, as that of a file has.
    /// - Throws: UNAUTHENTICATED, showing the code and message of a failure but nothing else.
    static func token(in output: [UInt8], now: Instant, mustExpire: Bool = false) throws(Status) -> Secret<
        String
    > {
        let place = "The output of credential_source.executable.command"
        guard let json = try? JSON.parse(output), json.integer("version") == 1,
            let isSuccess = json["success"]?.boolValue
        else { throw Status(.unauthenticated, "\(place) is not version 1 of its JSON.") }
        guard isSuccess else {
            throw Status(
                .unauthenticated,
                "\(place) tells of a failure: \(json.text("code").prefix(100)): \(json.text("message").prefix(300))"
            )
        }
        if let expiration = json.integer("expiration_time") {
            guard Timestamp(now).seconds < Int64(expiration) else {
                throw Status(.unauthenticated, "\(place) has expired.")
            }
        } else if mustExpire {
            throw Status(.unauthenticated, "\(place) does not say when it expires.")
        }
        let member =
            json.text("token_type") == "urn:ietf:params:oauth:token-type:saml2" ? "saml_response" : "id_token"
        let token = json.text(member)
        guard !token.isEmpty else { throw Status(.unauthenticated, "\(place) has no \(member).") }
        return Secret(token)
    }
}
