import CloudCore

/// A value that no log, error or journal shows: a token, a key, a password, the data of a secret.
///
/// Whatever prints, interpolates, dumps or reflects it, or a value that holds it, shows `(secret)`. It has no JSON and
/// is not `Encodable`. Only `revealed` gives the value away, so that each place where that happens can be found.
public struct Secret<Value: Sendable>: Sendable {
    /// The value itself, for what it is sent to.
    public let revealed: Value

    /// Keeps a value.
    public init(_ value: Value) { revealed = value }
}

extension Secret: Equatable where Value: Equatable {}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `(secret)`.
    public var description: String { "(secret)" }
    /// `(secret)`.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret<String> {
    /// A text in which this secret, should it occur, is replaced: for what a server says about a request that carried
    /// it. Secrets of fewer than four characters are left alone: they would make any text unreadable.
    func scrubbed(from text: String) -> String {
        revealed.count < 4
            ? text
            : text.split(separator: revealed, omittingEmptySubsequences: false)
                .joined(separator: description)
    }
}
