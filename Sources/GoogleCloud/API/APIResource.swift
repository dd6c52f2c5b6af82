import CloudCore

/// A resource as its API has it: the JSON, with accessors for what this package reads. What the accessors do not know
/// is kept, so that a resource that is read, changed and written loses nothing.
public protocol APIResource: Sendable, Equatable {
    /// All members, as the discovery document names them.
    var json: JSON { get set }

    /// Takes the JSON of an answer, or of what is to be sent.
    init(json: JSON)
}

extension APIResource {
    /// Output-only and immutable members are ignored by Google's APIs in what is sent, so a resource can be sent as it was
    /// read.
    var body: JSON { json.isNull ? [:] : json }

    /// The instant of a member in RFC 3339.
    func time(_ name: String) -> Instant? { Timestamp(rfc3339: json.text(name))?.instant }
}
