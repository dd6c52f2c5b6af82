import Testing

@testable import CloudCore
@testable import PubSubEmulator
@testable import RPCServer

@Suite("Messages have the numbers, names and types of Google's published definitions")
struct PublishedFieldsTests {
    /// Published messages and enumerations: the lines of each by its full name.
    static let published = paragraphs(PublishedFields.text)

    /// What the package has, written in the same way.
    static let actual: [String: [String]] = {
        var types = TypeCollector()
        let emulated = Emulator(timeline: VirtualTimeline()).methods
        let served = emulated + HealthService(services: []).methods
        for method in served + ReflectionService(describing: []).methods
        where !method.path.contains(".v1.Server") {
            let package = SymbolName(String(method.path.dropFirst())).package
            _ = types.add(method.signature.request, in: package)
            _ = types.add(method.signature.response, in: package)
        }
        let details: [any Message.Type] = [
            StatusMessage.self, ErrorInfo.self, RetryInfo.self, BadRequest.self, ResourceInfo.self,
            QuotaFailure.self, PreconditionFailure.self,
        ]
        for type in details { _ = types.add(type, in: "google.rpc") }
        var lines: [String: [String]] = [:]
        for (name, type) in types.messages { lines["message " + name.text] = Self.lines(type, name) }
        for (name, type) in types.enumerations {
            lines["enum " + name.text] = type.names.map { "\($0.number) \($0.name)" }
        }
        return lines
    }()

    /// Fields of error details that `Status` does not have, and the free-form parameters of a transform that is
    /// not emulated.
    static let left: [String: Set<Int>] = [
        "message google.rpc.QuotaFailure.Violation": [3, 4, 5, 6, 7, 8],
        "message google.rpc.BadRequest.FieldViolation": [3, 4],
        "message google.pubsub.v1.AIInference.UnstructuredInference": [1],
    ]

    /// Published messages of Pub/Sub that may be missing. No method takes or returns the first: they go to logs, and
    /// to Google's own clients.
    static let unused = [
        "google.pubsub.v1.IngestionFailureEvent", "google.pubsub.v1.PubsubClientTelemetry",
    ]

    @Test("Each message and enumeration", arguments: actual.keys.sorted())
    func definition(name: String) throws {
        let published = try #require(Self.published[name], "\(name) is not published")
        let left = Self.left[name] ?? []
        let expected = published.filter { line in
            !left.contains { line.hasPrefix("\($0) ") }
        }
        #expect(Self.actual[name]?.sorted() == expected.sorted())
    }

    @Test("No message of Pub/Sub is missing")
    func complete() {
        let missing = Self.published.keys.filter { key in
            let name = key.split(separator: " ").last.map(String.init) ?? ""
            return name.hasPrefix("google.pubsub.v1.") && Self.actual[key] == nil
                && !Self.unused.contains { name == $0 || name.hasPrefix($0 + ".") }
        }
        #expect(missing.sorted() == [])
    }

    // MARK: Lines

    private static func paragraphs(_ text: String) -> [String: [String]] {
        var result: [String: [String]] = [:]
        var name = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix(" ") {
                result[name, default: []].append(String(line.drop { $0 == " " }))
            } else {
                name = String(line)
                result[name] = []
            }
        }
        return result
    }

    private static func lines(_ type: any Message.Type, _ name: SymbolName) -> [String] {
        type.fields.map { field in
            let oneof = type.oneofs.first { $0.fields.contains(field.number) }
            var label = oneof.map { "(\($0.name)) " } ?? ""
            if oneof == nil, field.hasPresence { label = "optional " }
            if field.isRepeated { label = "repeated " }
            return "\(field.number) \(field.name) \(field.jsonName) \(label)\(kind(field.kind, name.package))"
        }
    }

    private static func kind(_ kind: FieldDescription.Kind, _ package: String) -> String {
        switch kind {
        case .string, .bool, .int32, .int64, .double, .bytes: "\(kind)"
        case .stringMap: "map<string,string>"
        case .integerMap: "map<string,int64>"
        case .messageMap(let type): "map<string,\(DefinitionName.of(type, in: package))>"
        case .json: "google.protobuf.Value"
        case .enumeration(let type): DefinitionName.of(type, in: package)
        case .message, .timestamp, .duration, .fieldMask:
            kind.messageType.map { DefinitionName.of($0, in: package) } ?? ""
        }
    }
}
