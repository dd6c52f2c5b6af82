import CloudCore

/// A member of a binding.
///
/// Source: `google/iam/v1/policy.proto`, `Binding.members`.
package enum PolicyMember: Hashable, Sendable {
    case allUsers
    case allAuthenticatedUsers
    case user(String)
    case serviceAccount(String)
    case group(String)
    case domain(String)
    /// A user, service account or group that has been deleted, with its unique id.
    case deleted(kind: String, email: String, uniqueID: String)

    /// Reads a member.
    ///
    /// - Throws: INVALID_ARGUMENT for a member of no known type or with an identifier that cannot be one.
    package init(parsing text: String) throws(Status) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 2 else {
            switch text {
            case "allUsers": self = .allUsers
            case "allAuthenticatedUsers": self = .allAuthenticatedUsers
            default: throw Self.unknownType(text)
            }
            return
        }
        switch parts[0] {
        case "user": self = .user(try Self.email(parts[1]))
        case "serviceAccount": self = .serviceAccount(try Self.email(parts[1]))
        case "group": self = .group(try Self.email(parts[1]))
        case "domain":
            guard Self.isDomain(parts[1]) else {
                throw Status(.invalidArgument, "Invalid domain (\(parts[1].prefix(300))).")
            }
            self = .domain(parts[1])
        case "deleted": self = try Self.deleted(parts[1], in: text)
        default: throw Self.unknownType(text)
        }
    }

    private static func deleted(_ rest: String, in text: String) throws(Status) -> PolicyMember {
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 2, ["user", "serviceAccount", "group"].contains(parts[0]) else {
            throw unknownType(text)
        }
        let identity = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard identity.count == 2, identity[1].hasPrefix("uid="),
            identity[1].utf8.count > 4,
            identity[1].utf8.dropFirst(4).allSatisfy({ (0x30...0x39).contains($0) })
        else {
            throw Status(
                .invalidArgument,
                "The deleted member \(text.prefix(300)) must end in \"?uid=\" and its unique id.")
        }
        let email = try email(String(identity[0]))
        return .deleted(kind: parts[0], email: email, uniqueID: String(identity[1].dropFirst(4)))
    }

    private static func email(_ text: String) throws(Status) -> String {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "?") }
        guard isPlain, parts.count == 2, !parts[0].isEmpty, isDomain(parts[1]), text.utf8.count <= 320 else {
            throw Status(.invalidArgument, "Invalid email address (\(text.prefix(300))).")
        }
        return text
    }

    private static func isDomain(_ text: some StringProtocol) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && text.utf8.count <= 253
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63
                    && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
    }

    private static func unknownType(_ text: String) -> Status {
        Status(
            .invalidArgument,
            "The member \(text.prefix(300)) is of an unknown type. Please set a valid type prefix for the member."
        )
    }
}
