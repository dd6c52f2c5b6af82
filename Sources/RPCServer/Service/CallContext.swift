import CloudCore

/// What a method may know of the call that it serves, whichever front door it came through.
public struct CallContext: Sendable {
    /// The time that the caller still gives the call, as it was when the call arrived; nil for no limit.
    public var timeout: Duration?
    /// The value of the `authorization` header, for example `Bearer ya29.…`; nil when there is none.
    public var authorization: String?
    /// The port on which the call arrived; 0 in process.
    public var localPort: UInt16
    /// The version of a resource that a write is meant for, from the `if-match` header; nil for any.
    public var ifMatch: String?
    /// The host that the caller asked for, with its port if one was given; empty in process.
    public var authority: String

    /// Makes a context; all of it is optional for a call in process.
    public init(
        timeout: Duration? = nil, authorization: String? = nil, localPort: UInt16 = 0, ifMatch: String? = nil,
        authority: String = ""
    ) {
        self.timeout = timeout
        self.authorization = authorization
        self.localPort = localPort
        self.ifMatch = ifMatch
        self.authority = authority
    }
}
