import Synchronization

/// Keeps the HTTP requests and answers of a test run as lines of JSON, which `scripts/discovery check` then holds against
/// Google's discovery documents.
///
/// It is on only where the environment variable `REHEARSAL_HTTP_LOG` names a folder, and whoever writes to it does so
/// for this machine's own addresses and for test doubles alone: what goes to Google is never written down.
public final class HTTPExchangeLog: Sendable {
    /// Who was at the other end.
    public enum Peer: String, Sendable {
        /// A server on this machine, whose answer is to be checked as well.
        case server
        /// A script of a test: only the request says something.
        case script
    }

    /// The log of this process; nil where no folder is named.
    public static let shared: HTTPExchangeLog? = ProcessEnvironment.variables["REHEARSAL_HTTP_LOG"].flatMap {
        try? HTTPExchangeLog(folder: $0)
    }

    /// The most bytes of a body that are kept; of a longer one nothing is.
    private static let maxBodyBytes = 1 << 20

    private let file: Mutex<AppendFile>

    /// Writes to a file of its own in a folder.
    ///
    /// - Throws: `SystemError` when it cannot be opened.
    public init(folder: String) throws(SystemError) {
        let name = Hexadecimal.text(.random(in: .min ... .max), digits: 16)
        file = Mutex(try AppendFile(path: "\(folder)/exchanges-\(name).jsonl"))
    }

    /// Adds an exchange.
    ///
    /// - Parameter agent: the `user-agent` of the request.
    public func note(
        _ peer: Peer, agent: String, method: String, url: String, request: [UInt8], status: Int,
        answer: [UInt8]
    ) {
        var line = JSON.object([
            "peer": .string(peer.rawValue), "agent": .string(agent), "method": .string(method),
            "url": .string(url), "request": Self.text(request), "status": .int(Int64(status)),
            "answer": Self.text(answer),
        ]).bytes()
        line.append(UInt8(ascii: "\n"))
        let bytes = line
        file.withLock { file in
            bytes.withUnsafeBytes { bytes in
                // A log that cannot be written must not fail the test; the check counts what it finds.
                _ = try? file.append(bytes)
            }
        }
    }

    private static func text(_ body: [UInt8]) -> JSON {
        body.count <= maxBodyBytes ? String(validating: body, as: UTF8.self).map(JSON.string) ?? .null : .null
    }
}
