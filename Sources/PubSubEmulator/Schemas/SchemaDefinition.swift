import CloudCore

/// A parsed definition, which data is checked against.
enum SchemaDefinition: Sendable {
    case avro(AvroSchema)
    case protocolBuffer(ProtoSchema)

    /// Parses the definition of a schema.
    ///
    /// - Throws: INVALID_ARGUMENT that says what is wrong with it, and where.
    static func parse(_ schema: Schema) throws(Status) -> SchemaDefinition {
        guard schema.compiledProtoSchema == nil else {
            throw Status(
                .unimplemented,
                "compiled_proto_schema is not supported by this emulator; give the source in definition.")
        }
        let bytes = Array(schema.definition.utf8)
        guard !bytes.isEmpty else { throw invalid("the definition is empty") }
        guard bytes.count <= SchemaLimits.definitionBytes else {
            throw invalid(
                "the definition has \(bytes.count) bytes, must have at most \(SchemaLimits.definitionBytes)")
        }
        do throws(SchemaFault) {
            switch schema.type {
            case .avro: return .avro(try AvroSchema.parse(bytes))
            case .protocolBuffer: return .protocolBuffer(try ProtoSchema.parse(bytes))
            default: throw SchemaFault("the type must be AVRO or PROTOCOL_BUFFER")
            }
        } catch {
            var place = ""
            if let offset = error.offset { place = " (\(Self.place(of: offset, in: bytes)))" }
            let field = error.path.isEmpty ? "" : "field `\(error.path)`: "
            throw invalid("\(field)\(error.problem)\(place)")
        }
    }

    /// Checks a message's data.
    func check(_ data: [UInt8], _ encoding: Encoding) throws(SchemaFault) {
        switch (self, encoding) {
        case (.avro(let schema), .binary): try schema.checkBinary(data)
        case (.avro(let schema), .json): try schema.checkJSON(data)
        case (.protocolBuffer(let schema), .binary): try schema.checkBinary(data)
        case (.protocolBuffer(let schema), .json): try schema.checkJSON(data)
        default: throw SchemaFault("the encoding must be JSON or BINARY")
        }
    }

    /// Why data of one revision could not be read by the other; nil when it can, in both directions, as "Commit a
    /// schema revision" asks for.
    func incompatibility(with former: SchemaDefinition) -> String? {
        switch (self, former) {
        case (.avro(let new), .avro(let old)): AvroResolution.incompatibility(new, old)
        case (.protocolBuffer(let new), .protocolBuffer(let old)): new.incompatibility(with: old)
        default: "the type of a schema cannot be changed"
        }
    }

    private static func invalid(_ problem: String) -> Status {
        Status(
            .invalidArgument, "Could not parse schema definition: \(problem).",
            details: [.badRequest([.init(field: "schema.definition", description: problem)])])
    }

    private static func place(of offset: Int, in bytes: [UInt8]) -> String {
        let before = bytes.prefix(offset)
        let line = before.reduce(1) { $0 + ($1 == 0x0a ? 1 : 0) }
        let column = offset - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0) + 1
        return "line \(line), column \(column)"
    }
}
