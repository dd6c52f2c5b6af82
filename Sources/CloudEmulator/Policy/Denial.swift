import CloudCore

/// Refusals in Google's words, which differ from service to service.
///
/// Sources: for Pub/Sub, reports of users (nodejs-pubsub issue 1180, google-cloud-ruby issue 17944); for Resource
/// Manager, google.aip.dev/211 and CrowdStrike/falcon-integration-gateway pull request 98; for the others the same
/// form from memory.
enum Denial {
    /// PERMISSION_DENIED, with what was looked at as a precondition that was not met.
    static func status(_ explanation: AccessExplanation) -> Status {
        let permission = explanation.permission
        let service = permission.split(separator: ".").first.map(String.init) ?? "iam"
        return Status(
            .permissionDenied, message(service, explanation),
            details: [
                .errorInfo(
                    reason: "IAM_PERMISSION_DENIED", domain: "\(domain(service)).googleapis.com",
                    metadata: [
                        "permission": permission, "resource": String(explanation.resource.prefix(300)),
                    ]),
                .preconditionFailure([
                    .init(
                        type: "IAM_POLICY", subject: String(explanation.resource.prefix(300)),
                        description: explanation.text)
                ]),
            ])
    }

    /// UNAUTHENTICATED, for a token that is not good.
    static func unauthenticated(_ problem: Caller.Problem) -> Status {
        let reason = problem == .expiredToken ? "ACCESS_TOKEN_EXPIRED" : "ACCESS_TOKEN_TYPE_UNSUPPORTED"
        return Status(
            .unauthenticated,
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
                + "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            details: [.errorInfo(reason: reason, domain: "googleapis.com", metadata: [:])])
    }

    /// PERMISSION_DENIED, for a token that is not good for this. The words are those of many reports, for example
    /// googleapis/google-api-python-client #915; the reason is from memory.
    static func insufficientScope(_ permission: String) -> Status {
        let service = domain(permission.split(separator: ".").first.map(String.init) ?? "iam")
        return Status(
            .permissionDenied, "Request had insufficient authentication scopes.",
            details: [
                .errorInfo(
                    reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT", domain: "googleapis.com",
                    metadata: ["service": "\(service).googleapis.com"])
            ])
    }

    /// What the domain of a service's API begins with, given what its permissions begin with.
    static func domain(_ service: String) -> String {
        switch service {
        case "resourcemanager": "cloudresourcemanager"
        case "datastore": "firestore"
        default: service
        }
    }

    /// The other way round.
    static func service(ofDomain domain: String) -> String {
        switch domain {
        case "cloudresourcemanager": "resourcemanager"
        case "firestore": "datastore"
        default: domain
        }
    }

    private static func message(_ service: String, _ explanation: AccessExplanation) -> String {
        let (permission, resource) = (explanation.permission, explanation.resource)
        switch service {
        case "pubsub": return "User not authorized to perform this action."
        case "resourcemanager":
            return
                "Permission '\(permission)' denied on resource '//cloudresourcemanager.googleapis.com/\(resource)' "
                + "(or it may not exist)."
        case "storage":
            let who = explanation.member.split(separator: ":").last.map(String.init) ?? ""
            let kind =
                resource.contains("/objects/")
                ? "object" : resource.contains("/buckets/") ? "bucket" : "project"
            return
                "\(explanation.member == "allUsers" ? "Anonymous caller" : who) does not have \(permission) access "
                + "to the Google Cloud \(kind == "project" ? "project" : "Storage \(kind)"). "
                + "Permission '\(permission)' denied on resource (or it may not exist)."
        case "bigquery":
            return "Access Denied: Permission \(permission) denied on \(resource) (or it may not exist)."
        case "cloudscheduler":
            return
                "The principal (user or service account) lacks IAM permission \"\(permission)\" for the resource "
                + "\"\(resource)\" (or the resource may not exist)."
        case "cloudbuild": return "The caller does not have permission"
        case "iam": return "Permission '\(permission)' denied on resource (or it may not exist)."
        default: return "Permission '\(permission)' denied on resource '\(resource)' (or it may not exist)."
        }
    }
}
