import CloudCore
import Dispatch
import GoogleCloud
import Synchronization

/// Asks a running cloud which bindings its traffic needs.
enum PolicyCommand {
    /// Prints the least bindings that the traffic so far needs, and the granted ones that it did not use; returns
    /// whether what is granted is just what is needed.
    ///
    /// - Throws: UNAVAILABLE when there is no cloud; INTERNAL for an answer that is none of a local cloud.
    static func run(_ options: CloudOptions) throws(Status) -> Bool {
        let url = "http://\(options.host):\(options.port)/emulator/v1/policy:suggest"
        let suggestion = try JSON.parse(try body(of: url))
        let needed = suggestion["needed"]?.arrayValue ?? []
        let missing = needed.filter { $0["granted"]?.boolValue == false }
        let unused = suggestion["unused"]?.arrayValue ?? []
        show("Needed, and not granted", missing)
        show("Needed, and granted", needed.filter { $0["granted"]?.boolValue != false })
        show("Granted, and not used", unused)
        let unknown = suggestion["unknown"]?.arrayValue ?? []
        if !unknown.isEmpty {
            line("Needed, but no predefined role here has it:")
            for text in unknown { line("  \(text.stringValue ?? "")") }
        }
        let dropped = suggestion["dropped"]?.intValue ?? 0
        if dropped > 0 { line("\(dropped) further needs were seen that there was no room for.") }
        if needed.isEmpty, unused.isEmpty {
            line("No traffic that needs a grant has been seen, and none is granted.")
        }
        return missing.isEmpty && unused.isEmpty && unknown.isEmpty && dropped == 0
    }

    private static func show(_ title: String, _ bindings: [JSON]) {
        guard !bindings.isEmpty else { return }
        line(title + ":")
        for binding in bindings {
            func text(_ key: String) -> String { binding[key]?.stringValue ?? "" }
            line("  \(text("role")) on \(text("resource")) to \(text("member"))")
            let permissions = (binding["permissions"]?.arrayValue ?? []).compactMap(\.stringValue)
            if !permissions.isEmpty { line("    for \(permissions.joined(separator: ", "))") }
        }
    }

    private static func line(_ text: String) { StandardStream.output.writeLine(text) }

    private static func body(of url: String) throws(Status) -> [UInt8] {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<HTTPResponse, Status>?>(nil)
        Task {
            let result: Result<HTTPResponse, Status>
            do {
                let request = HTTPRequest(method: "GET", url: url, timeout: .seconds(30))
                result = .success(try await CurlTransport().send(request))
            } catch let status as Status {
                result = .failure(status)
            } catch {
                result = .failure(Status(.cancelled, "\(error)"))
            }
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        let answer = outcome.withLock { $0 } ?? .failure(Status(.internal, "\(url): no answer"))
        let response: HTTPResponse
        do throws(Status) { response = try answer.get() } catch {
            throw Status(error.code, "\(url): \(error.message)")
        }
        guard response.status == 200 else {
            throw Status(.internal, "\(url) answered \(response.status); is it a local cloud?")
        }
        return response.body
    }
}
