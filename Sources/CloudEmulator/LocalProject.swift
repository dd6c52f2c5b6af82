import CloudCore

/// The project that a local cloud consists of.
public struct LocalProject: Sendable, Equatable {
    /// The id: 6 to 30 lowercase letters, digits and hyphens, starting with a letter, not ending with a hyphen.
    public let id: String
    /// The number, which names the project too.
    public let number: Int64

    /// Makes a project.
    ///
    /// - Throws: INVALID_ARGUMENT when the id is none (`google/cloud/resourcemanager/v3/projects.proto`) or the
    ///   number is not positive.
    public init(id: String, number: Int64 = 415_104_041_262) throws(Status) {
        guard (6...30).contains(id.utf8.count), Identifier.isLabel(id) else {
            throw Status(
                .invalidArgument,
                "The project id \"\(id)\" must be 6 to 30 lowercase letters, digits or hyphens, start with a letter "
                    + "and not end with a hyphen.")
        }
        guard number > 0 else {
            throw Status(.invalidArgument, "The project number \(number) must be positive.")
        }
        self.id = id
        self.number = number
    }

    /// The project `local-project`.
    public static let standard = LocalProject(trustedID: "local-project", number: 415_104_041_262)

    private init(trustedID: String, number: Int64) {
        id = trustedID
        self.number = number
    }

    /// The resource name, `projects/{id}`.
    public var name: String { "projects/\(id)" }

    /// Whether `text` is this project's id or number.
    func isNamed(_ text: some StringProtocol) -> Bool { text == id || text == String(number) }

    /// The domain of the email addresses of its service accounts.
    var accountDomain: String { "\(id).iam.gserviceaccount.com" }
}

/// The shapes that identifiers have.
enum Identifier {
    /// Whether `text` is `[a-z]([-a-z0-9]*[a-z0-9])?` (RFC 1035).
    static func isLabel(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isLower(first) && last != UInt8(ascii: "-")
            && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether `text` is a word of that many letters, digits, hyphens and underscores.
    static func isWord(_ text: some StringProtocol, of lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                isLower(byte) || isDigit(byte) || (0x41...0x5A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    /// Whether `text` consists of digits, at least one.
    static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isDigit)
    }

    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
