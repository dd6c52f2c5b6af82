/// `google.protobuf.Any`: a message of some type, with the name of that type (`google/protobuf/any.proto`).
///
/// In JSON it is the message itself with a member `@type` in front. Without the API definitions neither form can be
/// made of the other, so what is packed here carries both, and what is read only the one that it came in.
public struct AnyMessage: Message {
    /// The full name in the API definition.
    public static let definitionName: String? = "google.protobuf.Any"

    /// Where the type's definition is, `type.googleapis.com/` and its full name.
    public private(set) var typeURL = ""
    /// The message in the protobuf wire format; empty for one that was read from JSON.
    public private(set) var value: [UInt8] = []
    /// The message as a JSON object without its type; empty for one that was read from protobuf.
    private(set) var json: [UInt8] = []

    /// The message with every field at its default.
    public init() {}

    /// Packs a message, whose type has that full name in the API definition, for example `google.run.v2.Service`.
    public init<M: Message>(packing message: M, _ typeName: String) {
        typeURL = Self.typePrefix + typeName
        value = ProtobufEncoder.bytes(of: message)
        var text = OutputBuffer()
        ProtoJSONEncoder.encode(message, to: &text)
        json = text.copyBytes()
    }

    /// The message of a JSON object with a member `@type`; the type is empty when there is none.
    public init(json object: JSONObject) {
        var fields = object
        typeURL = fields["@type"]?.stringValue ?? ""
        fields["@type"] = nil
        json = JSON.object(fields).bytes()
    }

    /// What stands before the name in the type URL.
    static let typePrefix = "type.googleapis.com/"

    /// The full name of the type.
    public var typeName: String { String(typeURL.split(separator: "/").last ?? "") }

    /// The packed message, from whichever form there is.
    ///
    /// - Throws: INTERNAL or INVALID_ARGUMENT when it is no message of that type.
    public func unpack<M: Message>(_ type: M.Type) throws(Status) -> M {
        guard value.isEmpty else {
            let result: Result<M, Status> = value.withUnsafeBytes { bytes in
                Result { () throws(Status) in try ProtobufDecoder.decode(type, from: bytes) }
            }
            return try result.get()
        }
        if json.isEmpty { return M() }
        return try ProtoJSONDecoder.decode(type, from: JSON.parse(json), ignoringUnknownFields: true)
    }

    /// Shows each field of the protobuf form to `visitor`; those of JSON see to the other form themselves.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "typeUrl", &typeURL)
        visitor.field(2, "value", &value)
    }
}
