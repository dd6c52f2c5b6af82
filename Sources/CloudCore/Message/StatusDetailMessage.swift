/// A status detail as the message that it is on the wire. The one place where the two are mapped.
enum StatusDetailMessage {
    case errorInfo(ErrorInfo)
    case retryInfo(RetryInfo)
    case badRequest(BadRequest)
    case resourceInfo(ResourceInfo)
    case quotaFailure(QuotaFailure)
    case preconditionFailure(PreconditionFailure)

    private static let package = "google.rpc."

    init(_ detail: Status.Detail) {
        switch detail {
        case .errorInfo(let reason, let domain, let metadata):
            self = .errorInfo(ErrorInfo(reason: reason, domain: domain, metadata: StringMap(metadata)))
        case .retryInfo(let delay): self = .retryInfo(RetryInfo(retryDelay: delay))
        case .badRequest(let violations):
            let parts = violations.map { BadRequest.Violation(field: $0.field, description: $0.description) }
            self = .badRequest(BadRequest(fieldViolations: parts))
        case .resourceInfo(let type, let name, let owner, let description):
            self = .resourceInfo(
                ResourceInfo(resourceType: type, resourceName: name, owner: owner, description: description))
        case .quotaFailure(let violations):
            let parts = violations.map {
                QuotaFailure.Violation(subject: $0.subject, description: $0.description)
            }
            self = .quotaFailure(QuotaFailure(violations: parts))
        case .preconditionFailure(let violations):
            let parts = violations.map {
                PreconditionFailure.Violation(type: $0.type, subject: $0.subject, description: $0.description)
            }
            self = .preconditionFailure(PreconditionFailure(violations: parts))
        }
    }

    /// The detail that is packed; nil for a type that `Status` does not have, and for what cannot be decoded: an error
    /// must stay readable whatever its details are.
    init?(_ any: AnyMessage) {
        guard any.typeURL.hasPrefix(AnyMessage.typePrefix + Self.package) else { return nil }
        let message: StatusDetailMessage? =
            switch any.typeName.dropFirst(Self.package.count) {
            case "ErrorInfo": (try? any.unpack(ErrorInfo.self)).map(Self.errorInfo)
            case "RetryInfo": (try? any.unpack(RetryInfo.self)).map(Self.retryInfo)
            case "BadRequest": (try? any.unpack(BadRequest.self)).map(Self.badRequest)
            case "ResourceInfo": (try? any.unpack(ResourceInfo.self)).map(Self.resourceInfo)
            case "QuotaFailure": (try? any.unpack(QuotaFailure.self)).map(Self.quotaFailure)
            case "PreconditionFailure":
                (try? any.unpack(PreconditionFailure.self)).map(Self.preconditionFailure)
            default: nil
            }
        guard let message else { return nil }
        self = message
    }

    /// The detail as it stands among others.
    var packed: AnyMessage { pack(message) }

    private func pack(_ message: some Message) -> AnyMessage {
        AnyMessage(packing: message, Self.package + typeName)
    }

    /// The name of the type below `google.rpc`.
    private var typeName: String {
        switch self {
        case .errorInfo: "ErrorInfo"
        case .retryInfo: "RetryInfo"
        case .badRequest: "BadRequest"
        case .resourceInfo: "ResourceInfo"
        case .quotaFailure: "QuotaFailure"
        case .preconditionFailure: "PreconditionFailure"
        }
    }

    private var message: any Message {
        switch self {
        case .errorInfo(let message): message
        case .retryInfo(let message): message
        case .badRequest(let message): message
        case .resourceInfo(let message): message
        case .quotaFailure(let message): message
        case .preconditionFailure(let message): message
        }
    }

    var detail: Status.Detail {
        switch self {
        case .errorInfo(let info):
            .errorInfo(reason: info.reason, domain: info.domain, metadata: info.metadata.dictionary)
        case .retryInfo(let info): .retryInfo(delay: info.retryDelay ?? .zero)
        case .badRequest(let info):
            .badRequest(info.fieldViolations.map { .init(field: $0.field, description: $0.description) })
        case .resourceInfo(let info):
            .resourceInfo(
                type: info.resourceType, name: info.resourceName, owner: info.owner,
                description: info.description)
        case .quotaFailure(let info):
            .quotaFailure(info.violations.map { .init(subject: $0.subject, description: $0.description) })
        case .preconditionFailure(let info):
            .preconditionFailure(
                info.violations.map {
                    .init(type: $0.type, subject: $0.subject, description: $0.description)
                })
        }
    }
}
