import CloudCore

/// A version of a secret that a variable takes its value from.
struct RunSecret: Sendable {
    /// The secret as it was written, an id or a full name.
    private let secret: String
    private let version: String

    /// Reads a reference.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ reference: RunV2.SecretKeySelector, _ field: String) throws(Status) {
        secret = reference.secret
        version = reference.version.isEmpty ? "latest" : reference.version
        let id = secret.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let isFull = secret.hasPrefix("projects/") && secret.split(separator: "/").count == 4
        guard SecretPath.isID(id), isFull || id == secret, SecretPath.isID(version) else {
            throw RunRules.refusal(
                field + ".value_source.secret_key_ref",
                "is \"\(secret.prefix(200))\" with version \"\(version.prefix(40))\"; expected a secret's id or "
                    + "projects/{project}/secrets/{secret}, and a version's number, alias or latest.")
        }
    }

    /// The full name of the version.
    func name(in project: LocalProject) -> String {
        (secret.hasPrefix("projects/") ? secret : "projects/\(project.number)/secrets/\(secret)")
            + "/versions/\(version)"
    }
}

extension ControlPlane {
    /// The variables of a container, with the data of the secrets that it refers to, as the service's account reads them.
    ///
    /// - Throws: PERMISSION_DENIED or NOT_FOUND in the words that a deployment fails with.
    mutating func runVariables(
        _ container: RunV2.Container, account: String, at now: Instant
    ) throws(Status) -> [String: String] {
        var variables: [String: String] = [:]
        for (index, variable) in container.env.enumerated() {
            guard let reference = variable.valueSource?.secretKeyRef else {
                variables[variable.name] = variable.value ?? ""
                continue
            }
            let field = "spec.template.spec.containers[0].env[\(index)].value_from.secret_key_ref.name"
            let name = try RunSecret(reference, field).name(in: project)
            let response: SecretManagerV1.AccessSecretVersionResponse
            do throws(Status) {
                response = try accessSecretVersion(name, by: Caller(email: account), at: now)
            } catch {
                throw Self.secretRefusal(error, field, name, account)
            }
            guard let text = String(validating: response.payload?.data ?? [], as: UTF8.self),
                !text.contains("\0")
            else {
                throw Status(
                    .failedPrecondition, "\(field): \(name) is not UTF-8 text, as a variable must be.")
            }
            variables[variable.name] = text
        }
        return variables
    }

    private static func secretRefusal(
        _ error: Status, _ field: String, _ name: String, _ account: String
    ) -> Status {
        switch error.code {
        case .permissionDenied:
            return Status(
                .permissionDenied,
                "\(field): Permission denied on secret: \(name) for Revision service account \(account). The service "
                    + "account used must be granted the 'Secret Manager Secret Accessor' role "
                    + "(roles/secretmanager.secretAccessor) at the secret, project or higher level.")
        case .notFound: return Status(.notFound, "\(field): Secret \(name) was not found")
        default: return Status(error.code, "\(field): \(error.message)")
        }
    }
}
