import CloudCore

/// An identity of another provider, trusted by a workload or workforce identity pool.
struct ExternalAccount: Sendable {
    let audience: String
    let subjectTokenType: String
    let tokenURL: String
    let subject: SubjectTokenSource
    let impersonation: Impersonation?
    let workforceProject: String?
    let clientID: String?
    let clientSecret: Secret<String>?
    let quotaProject: String?

    init(_ fields: CredentialFields) throws(Status) {
        audience = try fields.text("audience")
        subjectTokenType = try fields.text("subject_token_type")
        tokenURL = try fields.url("token_url")
        guard let source = try fields.object("credential_source") else {
            throw fields.wrong("credential_source", "an object with file, url or executable")
        }
        subject = try SubjectTokenSource(source)
        if fields.optional("service_account_impersonation_url") != nil {
            impersonation = try Impersonation(
                url: try fields.url("service_account_impersonation_url"),
                lifetimeSeconds: try Self.lifetime(fields), fields)
        } else {
            impersonation = nil
        }
        workforceProject = fields.optional("workforce_pool_user_project")
        clientID = fields.optional("client_id")
        clientSecret = fields.optional("client_secret").map { Secret($0) }
        quotaProject = fields.optional("quota_project_id")
    }

    /// 600 to 43,200 s, as Google's client libraries allow; an hour unless given.
    private static func lifetime(_ fields: CredentialFields) throws(Status) -> Int {
        guard let options = try fields.object("service_account_impersonation"),
            options.json["token_lifetime_seconds"] != nil
        else { return 3_600 }
        guard let seconds = options.json.integer("token_lifetime_seconds"), (600...43_200).contains(seconds)
        else {
            throw options.wrong("token_lifetime_seconds", "a number from 600 to 43200")
        }
        return seconds
    }
}

/// Tokens by an external account: the provider's token is exchanged at the Security Token Service, and what that gives
/// for a service account's, if the file names one.
///
/// Source: RFC 8693; "Security Token Service API", method `token`; AIP-4117.
struct ExternalAccountSource: TokenSource {
    let account: ExternalAccount
    let context: TokenContext

    func accessToken(scopes: [String]) async throws -> ExpiringToken {
        guard let impersonated else { return try await exchange(scopes) }
        return try await impersonated.accessToken(scopes: scopes)
    }

    func idToken(audience: String) async throws -> ExpiringToken {
        guard let impersonated else {
            throw Status(
                .unimplemented,
                "An external account gives ID tokens only with service_account_impersonation_url in its file."
            )
        }
        return try await impersonated.idToken(audience: audience)
    }

    private var impersonated: ImpersonatedSource? {
        account.impersonation.map {
            ImpersonatedSource(impersonation: $0, base: Federated(source: self), context: context)
        }
    }

    /// The federated token itself, with which a service account is impersonated.
    private struct Federated: TokenSource {
        let source: ExternalAccountSource

        func accessToken(scopes: [String]) async throws -> ExpiringToken { try await source.exchange(scopes) }

        func idToken(audience: String) async throws -> ExpiringToken {
            throw Status(.unimplemented, "A federated token is no ID token.")
        }
    }

    private func exchange(_ scopes: [String]) async throws -> ExpiringToken {
        let subject = try await account.subject.token(for: account, context)
        var form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("audience", account.audience),
            ("scope", scopes.joined(separator: " ")),
            ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ("subject_token", subject.revealed), ("subject_token_type", account.subjectTokenType),
        ]
        // A workforce pool belongs to no project, so the project to account to is told (AIP-4117).
        if let project = account.workforceProject, account.clientID == nil {
            form.append(("options", JSON.object(["userProject": .string(project)]).text()))
        }
        var headers = [(name: "content-type", value: "application/x-www-form-urlencoded")]
        var secrets = [subject]
        if let id = account.clientID, let secret = account.clientSecret {
            headers.append(
                ("authorization", "Basic " + Base64.encode(Array("\(id):\(secret.revealed)".utf8))))
            secrets.append(secret)
        }
        let request = HTTPRequest(
            method: "POST", url: account.tokenURL, headers: headers,
            body: Array(PercentEncoding.form(form).utf8))
        return try context.token(in: try await context.json(request, secrets), from: account.tokenURL)
    }
}
