import Glibc

/// A system call that failed: its name and `errno`.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The system call, for example `bind`.
    public let call: String
    /// The value of `errno` after it.
    public let code: Int32

    /// Makes the error of a call.
    public init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    /// The error of a call that has just failed.
    public static func last(_ call: String) -> SystemError { SystemError(call: call, code: errno) }

    /// Whether an address was already in use.
    public var isAddressInUse: Bool { code == EADDRINUSE }

    /// Whether there was no such file.
    public var isNoSuchFile: Bool { code == ENOENT }

    /// Whether something is in use by another process, which it would have had to wait for.
    public var isWouldBlock: Bool { code == EWOULDBLOCK }

    /// The call and the system's text for the error.
    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}
