// modules: CloudCore

/// What can be decoded is encoded to bytes that decode to the same bytes, and has a JSON text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: data, count: count)
    if let status = try? Status(protobuf: input) {
        guard (try? status.protobufBytes.withUnsafeBytes { try Status(protobuf: $0) }) == status else {
            fatalError("status differs: \(status)")
        }
        guard
            status.code == .ok
                || status.errorBody.withUnsafeBytes({ Status(httpStatus: 500, errorBody: $0) }).code
                    == status.code
        else { fatalError("error body differs: \(status)") }
    }
    guard let message = try? ProtobufDecoder.decode(FuzzMessage.self, from: input) else { return 0 }
    let bytes = ProtobufEncoder.bytes(of: message)
    let again = try? bytes.withUnsafeBytes { try ProtobufDecoder.decode(FuzzMessage.self, from: $0) }
    // Bytes are compared, for NaN is not equal to itself.
    guard let again, ProtobufEncoder.bytes(of: again) == bytes else { fatalError("message differs") }
    // A tree as deep as protobuf allows may be one level too deep for JSON.
    guard (try? JSON.parse(ProtoJSONEncoder.text(of: message))) != nil || count > 200 else {
        fatalError("message has no JSON")
    }
    return 0
}

struct FuzzMessage: Message {
    var text = ""
    var maybeText: String?
    var flag = false
    var maybeFlag: Bool?
    var small: Int32 = 0
    var big: Int64 = 0
    var ratio = 0.0
    var data: [UInt8] = []
    var wait: Duration?
    var start: Timestamp?
    var mask: FieldMask?
    var list: [String] = []
    var numbers: [Int32] = []
    var map: StringMap = [:]
    var state = State(rawValue: 0)
    var child: Child?
    var children: [FuzzMessage] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "text", &text)
        visitor.field(2, "maybeText", &maybeText)
        visitor.field(3, "flag", &flag)
        visitor.field(4, "maybeFlag", &maybeFlag)
        visitor.field(5, "small", &small)
        visitor.field(6, "big", &big)
        visitor.field(7, "ratio", &ratio)
        visitor.field(8, "data", &data)
        visitor.field(9, "wait", &wait)
        visitor.field(10, "start", &start)
        visitor.field(11, "mask", &mask)
        visitor.field(12, "list", &list)
        visitor.field(13, "numbers", &numbers)
        visitor.field(14, "map", &map)
        visitor.field(15, "state", &state)
        visitor.field(16, "child", &child)
        visitor.field(17, "children", &children)
    }

    struct State: ProtoEnum {
        var rawValue: Int32
        static let names: [(number: Int32, name: String)] = [(0, "STATE_UNSPECIFIED"), (1, "ACTIVE")]
    }

    struct Child: Message {
        var text = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "text", &text)
        }
    }
}
