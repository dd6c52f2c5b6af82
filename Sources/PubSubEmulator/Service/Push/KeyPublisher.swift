import CloudCore

/// What publishes the keys that tokens are signed with.
package protocol KeyPublisher: Sendable {
    /// The keys; none until the first has been made.
    var publishedKeys: [PublishedKey] { get }
    /// Forgets the key and what was signed with it.
    func discardKey()
}

extension KeyPublisher {
    /// The keys as a JSON Web Key Set (RFC 7517).
    var keySet: JSON { ["keys": .array(publishedKeys.map(\.json))] }

    /// The keys as X.509 certificates by their ids, the older form in which Google publishes them.
    var certificates: JSON {
        .object(JSONObject(publishedKeys.map { (key: $0.id, value: .string($0.certificate)) }))
    }
}
