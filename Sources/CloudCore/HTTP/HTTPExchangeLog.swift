import Synchronization

/// Keeps what this package's clients ask and what its emulators answer during a test run, as lines of JSON, which
/// `scripts/discovery check` then holds against Google's discovery documents.
///
/// It is on only where the environment variable `REHEARSAL_HTTP_LOG` names a folder. What goes by TLS, as everything
/// does that goes to Google, is not written down, and no header ever is.
public final class HTTPExchangeLog: Sendable {
    /// The log of this process; nil where no folder is named.
    public static let shared: HTTPExchangeLog? = ProcessEnvironment.variables["REHEARSAL_HTTP_LOG"].flatMap {
        $0.isEmpty ? nil : try? HTTPExchangeLog(folder: $0)
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

    /// Adds a request that one of the clients sends.
    public func noteRequest(_ method: String, _ url: String, body: [UInt8]) {
        guard url.hasPrefix("http://") else { return }
        append(["kind": "request", "method": .string(method), "url": .string(url), "body": Self.text(body)])
    }

    /// Adds an answer that one of the emulators gives.
    ///
    /// - Parameter target: the path and query of the request.
    public func noteAnswer(_ method: String, _ target: String, status: Int, body: [UInt8]) {
        append([
            "kind": "answer", "method": .string(method), "url": .string(target),
            "status": .int(Int64(status)),
            "body": Self.text(body),
        ])
    }

    private func append(_ line: JSON) {
        var bytes = line.bytes()
        bytes.append(UInt8(ascii: "\n"))
        let whole = bytes
        file.withLock { file in
            // A log that cannot be written must not fail the test; the check counts what it finds.
            whole.withUnsafeBytes { _ = try? file.append($0) }
        }
    }

    private static func text(_ body: [UInt8]) -> JSON {
        body.count <= maxBodyBytes ? String(validating: body, as: UTF8.self).map(JSON.string) ?? .null : .null
    }
}
