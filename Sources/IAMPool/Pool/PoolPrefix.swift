import CloudCore

/// What the ids of a pool's service accounts start with, for example `it-`.
///
/// An account id has 6 to 30 characters, `[a-z]([-a-z0-9]*[a-z0-9])`
/// (`google/iam/admin/v1/iam.proto`, CreateServiceAccountRequest); a prefix leaves room for ten more.
public struct PoolPrefix: Hashable, Sendable, CustomStringConvertible {
    /// The prefix as written.
    public let text: String

    /// The most characters of a prefix.
    public static let maxLength = 20
    /// The characters of the random part of an account that the pool creates itself.
    static let randomLength = 10
    /// The fewest characters of an account id.
    private static let minIDLength = 6

    /// Makes a prefix.
    ///
    /// - Throws: INVALID_ARGUMENT unless it has 1 to 20 characters, starts with a lowercase letter and goes on
    ///   with lowercase letters, digits and hyphens.
    public init(_ text: String) throws(Status) {
        let bytes = Array(text.utf8)
        let isLower = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard (1...Self.maxLength).contains(bytes.count), isLower(bytes[0]),
            bytes.allSatisfy({ isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
        else {
            throw Status(
                .invalidArgument,
                "pool prefix \"\(text.prefix(100))\" must be 1 to \(Self.maxLength) lowercase letters, digits or "
                    + "hyphens and start with a letter, for example \"it-\"")
        }
        self.text = text
    }

    /// The prefix as written.
    public var description: String { text }

    /// The id of the pool's account of that number; short ones are padded with zeros to an id's least length.
    public func accountID(number: Int) -> String {
        let digits = String(number)
        let missing = Self.minIDLength - text.utf8.count - digits.utf8.count
        return text + String(repeating: "0", count: max(0, missing)) + digits
    }

    /// An id that no other account has, by chance of one in 36^10.
    func randomAccountID(using generator: inout some RandomNumberGenerator) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return text
            + String((0..<Self.randomLength).map { _ in alphabet[Int.random(in: 0..<36, using: &generator)] })
    }

    /// Whether an account belongs to the pool, by the part of its email address before the `@`.
    func matches(email: String) -> Bool {
        let id = email.prefix { $0 != "@" }
        return id.utf8.count < email.utf8.count && id.hasPrefix(text)
    }
}

/// Which pool: a prefix in a project.
public struct PoolKey: Hashable, Sendable, CustomStringConvertible {
    /// The project's id.
    public let project: String
    /// What the ids of its accounts start with.
    public let prefix: PoolPrefix

    /// Names the pool of a prefix in a project.
    public init(project: String, prefix: PoolPrefix) {
        self.project = project
        self.prefix = prefix
    }

    /// The pool for people, `"it-" of project p`.
    public var description: String { "\"\(prefix)\" of project \(project)" }
}
