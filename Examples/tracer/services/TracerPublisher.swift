import CloudCore
import GoogleCloud
import Orchestration

/// Publishes `iot-trace-<uuid>` again and again.
///
/// Variables: `PROJECT_ID`, `TOPIC_ID`; `AUTO_PUBLISH_ENABLED` (`true` or `1` unless set), `AUTO_PUBLISH_INTERVAL`
/// (seconds, as in `20s`), `AUTO_PUBLISH_COUNT`.
enum TracerPublisher {
    static func run(_ environment: ServiceEnvironment) async throws {
        let project = try environment.require("PROJECT_ID")
        let topic = ProjectNames(project: project).topic(try environment.require("TOPIC_ID"))
        let enabled = environment.variables["AUTO_PUBLISH_ENABLED"] ?? "true"
        guard enabled == "true" || enabled == "1" else { return }
        let interval = try seconds(environment, "AUTO_PUBLISH_INTERVAL", default: 20)
        let count = try number(environment, "AUTO_PUBLISH_COUNT", default: 10)
        for index in 0..<count {
            if index > 0 { try await environment.timeline.sleep(for: .seconds(interval)) }
            let trace = "iot-trace-\(uuid())"
            let pubsub = environment.clients.pubsub
            _ = try await pubsub.publish([OutgoingMessage(data: Array(trace.utf8))], to: topic)
            environment.log("published \(trace)")
        }
    }

    private static func number(
        _ environment: ServiceEnvironment, _ variable: String, default standard: Int
    ) throws(Status) -> Int {
        guard let text = environment.variables[variable] else { return standard }
        guard let number = Int(text), (0...100_000).contains(number) else {
            throw Status(.invalidArgument, "\(variable) \"\(text)\" is no number from 0 to 100000")
        }
        return number
    }

    private static func seconds(
        _ environment: ServiceEnvironment, _ variable: String, default standard: Int
    ) throws(Status) -> Int {
        guard let text = environment.variables[variable] else { return standard }
        let digits = text.hasSuffix("s") ? String(text.dropLast()) : text
        guard let seconds = Int(digits), (1...86_400).contains(seconds) else {
            throw Status(
                .invalidArgument, "\(variable) \"\(text)\" is no time such as 20s, from 1s to 86400s")
        }
        return seconds
    }

    /// A random UUID (RFC 9562, version 4).
    private static func uuid() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        return text
    }
}
