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

    /// The call and the system's text for the error.
    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}
