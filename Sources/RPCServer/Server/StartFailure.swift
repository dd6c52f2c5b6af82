import CloudCore

/// Why a program cannot serve, in one line.
public struct StartFailure: Error {
    /// The line.
    public var text: String

    /// Makes a failure for another reason.
    public init(text: String) { self.text = text }

    /// Runs what fails with a status, whose message is the line.
    public static func inOneLine<R>(_ body: () throws(Status) -> R) throws(StartFailure) -> R {
        do throws(Status) {
            return try body()
        } catch {
            throw StartFailure(text: error.message)
        }
    }

    /// The failure to listen, which tells how to choose another port.
    ///
    /// - Parameter option: the option that the port came from, for example `--port`.
    public init(_ error: SystemError, listeningOn host: String, _ port: UInt16, option: String) {
        text =
            error.isAddressInUse
            ? "\(host):\(port) is in use; choose another port with \(option) (0 picks a free one)"
            : "cannot listen on \(host):\(port): \(error)"
    }
}
