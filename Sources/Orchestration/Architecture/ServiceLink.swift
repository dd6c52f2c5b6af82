/// A reference from a resource to a service (or from the director to a topic) and how the service learns
/// the resource's name.
public struct ServiceLink: Sendable, Equatable {
    /// The name of the service; of a topic in `command_topic` and `completion_topic`.
    public var name = ""
    /// How the service finds the resource (`lookup`).
    public var lookup = Lookup()

    /// Makes a link to nothing, to be filled in.
    public init() {}

    /// Makes a link from its parts.
    public init(_ name: String, key: String = "", method: Lookup.Method? = nil) {
        self.name = name
        lookup = Lookup(key: key, method: method)
    }
}

/// How a service learns the name of a resource.
public struct Lookup: Sendable, Equatable {
    /// Where the name is found.
    public enum Method: String, Sendable, CaseIterable {
        /// In an environment variable of the service.
        case env
        /// In the service's resources.yaml, the default.
        case yaml
    }

    /// The variable's name or the key in resources.yaml (`key`); empty means a name made from the resource's.
    public var key = ""
    /// Where the name is found (`method`); nil means `.yaml`.
    public var method: Method?

    /// Makes a lookup that says nothing.
    public init() {}

    /// Makes a lookup from its parts.
    public init(key: String, method: Method? = nil) {
        self.key = key
        self.method = method
    }
}
