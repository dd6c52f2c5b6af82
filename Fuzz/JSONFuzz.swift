// modules: CloudCore

/// What is parsed and written is parsed to the same value and written to the same text, in either layout.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: data, count: count)
    guard let json = try? JSON.parse(input) else {
        _ = Status(httpStatus: 500, errorBody: input)
        return 0
    }
    let text = json.text()
    guard let again = try? JSON.parse(text), again == json, again.text() == text else {
        fatalError("compact text is not a fixpoint: \(text)")
    }
    var indented = OutputBuffer()
    Array(text.utf8).withUnsafeBytes { JSONIndenter.indent($0, to: &indented) }
    guard indented.copyBytes() == json.bytes(layout: .pretty), (try? JSON.parse(indented.copyBytes())) == json
    else {
        fatalError("indented text differs: \(text)")
    }
    // What proto3 JSON makes of it is a fixpoint too.
    if let message = try? ProtoJSONDecoder.decode(FuzzMessage.self, from: json, ignoringUnknownFields: true) {
        let text = ProtoJSONEncoder.text(of: message)
        guard let json = try? JSON.parse(text),
            let again = try? ProtoJSONDecoder.decode(FuzzMessage.self, from: json),
            ProtoJSONEncoder.text(of: again) == text
        else { fatalError("message is not a fixpoint: \(text)") }
    }
    _ = Status(httpStatus: 400, errorBody: json)
    return 0
}

/// Short names, so that inputs find them.
struct FuzzMessage: Message {
    var text = ""
    var flag: Bool?
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
    var children: [FuzzMessage] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "a", &text)
        visitor.field(2, "b", &flag)
        visitor.field(3, "c", &small)
        visitor.field(4, "d", &big)
        visitor.field(5, "e", &ratio)
        visitor.field(6, "f", &data)
        visitor.field(7, "g", &wait)
        visitor.field(8, "h", &start)
        visitor.field(9, "i", &mask)
        visitor.field(10, "j", &list)
        visitor.field(11, "k", &numbers)
        visitor.field(12, "l", &map)
        visitor.field(13, "mN", &children)
    }
}
