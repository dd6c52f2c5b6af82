import CloudCore

extension EmulatorState {
    /// Reads a document.
    ///
    /// - Throws: INVALID_ARGUMENT with the place of what is wrong.
    public init(json bytes: UnsafeRawBufferPointer) throws(Status) {
        self = try ProtoJSONDecoder.decode(EmulatorState.self, from: JSON.parse(bytes, limits: Self.limits))
    }

    /// What documents are parsed with: many more values than a request may have.
    static var limits: JSON.Limits {
        var limits = JSON.Limits()
        limits.values = 1 << 27
        return limits
    }

    /// Reads a document; see `init(json:)` of bytes.
    public init(json text: String) throws(Status) {
        let bytes = Array(text.utf8)
        let result: Result<EmulatorState, Status> = bytes.withUnsafeBytes { bytes in
            Result { () throws(Status) in try EmulatorState(json: bytes) }
        }
        self = try result.get()
    }

    /// The document, indented, with a line's end.
    public var json: String {
        var compact = OutputBuffer()
        ProtoJSONEncoder.encode(self, to: &compact)
        var out = OutputBuffer()
        compact.withBytes { JSONIndenter.indent($0, to: &out) }
        out.append(UInt8(ascii: "\n"))
        return out.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
