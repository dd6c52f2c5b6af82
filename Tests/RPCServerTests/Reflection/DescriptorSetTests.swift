import CloudCore
import Testing

@testable import RPCServer

/// A message with a field of each sort that a description tells apart.
struct Described: Message {
    var name = ""
    var optionalText: String?
    var labels: StringMap = [:]
    var wait: Duration?
    var state = State(rawValue: 0)
    var first: Part?
    var second: Bool?
    var parts: [Part] = []
    var parents: [Described] = []

    static let oneofs = [Oneof("choice", 6, 7)]

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "optionalText", &optionalText)
        visitor.field(3, "labels", &labels)
        visitor.field(4, "wait", &wait)
        visitor.field(5, "state", &state)
        visitor.field(6, "first", &first)
        visitor.field(7, "second", &second)
        visitor.field(8, "parts", &parts)
        visitor.field(9, "parents", &parents)
    }

    struct Part: Message {
        var data: [[UInt8]] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "data", &data)
        }
    }

    struct State: ProtoEnum {
        var rawValue: Int32
        static let names: [(number: Int32, name: String)] = [(0, "STATE_UNSPECIFIED"), (1, "ACTIVE")]
    }
}

@Suite("Descriptions of services are made from their methods and messages")
struct DescriptorSetTests {
    let set = DescriptorSet([
        ("/test.v1.Things/Get", RPCSignature(Described.self, Note.self)),
        ("/test.v1.Things/Watch", RPCSignature(Note.self, Described.self, serverStreams: true)),
        ("/other.Talk/Chat", RPCSignature(Note.self, Note.self, clientStreams: true, serverStreams: true)),
    ])

    @Test("A package is a file, and each file names those that it depends on")
    func files() throws {
        #expect(set.services == ["other.Talk", "test.v1.Things"])
        #expect(
            set.files.keys.sorted() == ["google/protobuf/duration.proto", "other.proto", "test/v1.proto"])
        #expect(set.files["test/v1.proto"]?.dependency == ["google/protobuf/duration.proto"])
        #expect(set.files["other.proto"]?.dependency == [])
        #expect(set.files.values.allSatisfy { $0.syntax == "proto3" && $0.name.hasSuffix(".proto") })
        #expect(set.encoded("test/v1.proto").count == 2)
        for symbol in [
            "test.v1.Things", "test.v1.Things.Get", "test.v1.Described", "test.v1.Described.Part",
            "test.v1.Described.State", "test.v1.Note",
        ] {
            #expect(set.fileOfSymbol[symbol] == "test/v1.proto", "\(symbol)")
        }
    }

    @Test("Methods tell their messages and which of them are streams")
    func methods() throws {
        let things = try #require(set.files["test/v1.proto"]?.service.first)
        #expect(things.name == "Things")
        #expect(things.method.map(\.name) == ["Get", "Watch"])
        #expect(things.method.map(\.inputType) == [".test.v1.Described", ".test.v1.Note"])
        #expect(things.method.map(\.outputType) == [".test.v1.Note", ".test.v1.Described"])
        #expect(things.method.map(\.serverStreaming) == [false, true])
        #expect(things.method.map(\.clientStreaming) == [false, false])
        let chat = try #require(set.files["other.proto"]?.service.first?.method.first)
        #expect(chat.clientStreaming && chat.serverStreaming)
    }

    @Test("Fields tell number, type, label and oneof")
    func fields() throws {
        let file = try #require(set.files["test/v1.proto"])
        let message = try #require(file.messageType.first { $0.name == "Described" })
        let lines = message.field.map { field in
            let oneof = field.oneofIndex.map { " in \(message.oneofDecl[Int($0)].name)" } ?? ""
            return "\(field.number) \(field.name) \(field.label.rawValue) \(field.type.rawValue) "
                + "\(field.typeName)\(oneof)\(field.proto3Optional ? " optional" : "")"
        }
        #expect(
            lines == [
                "1 name 1 9 ", "2 optional_text 1 9  in _optional_text optional",
                "3 labels 3 11 .test.v1.Described.LabelsEntry", "4 wait 1 11 .google.protobuf.Duration",
                "5 state 1 14 .test.v1.Described.State", "6 first 1 11 .test.v1.Described.Part in choice",
                "7 second 1 8  in choice", "8 parts 3 11 .test.v1.Described.Part",
                "9 parents 3 11 .test.v1.Described",
            ])
        #expect(message.oneofDecl.map(\.name) == ["choice", "_optional_text"])
        #expect(message.nestedType.map(\.name) == ["LabelsEntry", "Part"])
        #expect(message.nestedType.first?.options?.mapEntry == true)
        #expect(message.enumType.first?.value.map(\.name) == ["STATE_UNSPECIFIED", "ACTIVE"])
        #expect(message.enumType.first?.value.map(\.number) == [0, 1])
    }
}
