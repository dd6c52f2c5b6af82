/// The options of the language (`google/protobuf/descriptor.proto`). They do not change what data is valid, but a
/// definition with others would not compile.
enum ProtoOptions {
    static let file: Set<String> = [
        "java_package", "java_outer_classname", "java_multiple_files", "java_generate_equals_and_hash",
        "java_string_check_utf8", "optimize_for", "go_package", "cc_generic_services",
        "java_generic_services", "py_generic_services", "deprecated", "cc_enable_arenas",
        "objc_class_prefix", "csharp_namespace", "swift_prefix", "php_class_prefix", "php_namespace",
        "php_metadata_namespace", "ruby_package",
    ]
    static let message: Set<String> = [
        "no_standard_descriptor_accessor", "deprecated", "deprecated_legacy_json_field_conflicts",
    ]
    static let field: Set<String> = [
        "ctype", "packed", "jstype", "lazy", "unverified_lazy", "deprecated", "weak", "debug_redact",
        "retention", "targets", "default", "json_name",
    ]
    static let oneof: Set<String> = []
    static let enumeration: Set<String> = [
        "allow_alias", "deprecated", "deprecated_legacy_json_field_conflicts",
    ]
    static let value: Set<String> = ["deprecated", "debug_redact"]
}

extension ProtoParser {
    /// The value of an option, as far as it matters.
    enum OptionValue: Equatable {
        case word(String)
        case string(String)
        case number(isNegative: Bool, isInteger: Bool)
        /// Bytes that are no text.
        case bytes
    }

    /// `name = value;`, after the word `option`.
    mutating func parseOptionStatement(
        _ known: Set<String>
    ) throws(SchemaFault) -> (name: String, value: OptionValue) {
        let option = try parseOption(known)
        try expect(";")
        return option
    }

    /// `[name = value, …]`, if there is one.
    mutating func parseOptionList(
        _ known: Set<String>
    ) throws(SchemaFault) -> [(name: String, value: OptionValue)] {
        guard try accept(symbol: "[") else { return [] }
        var options: [(name: String, value: OptionValue)] = []
        repeat {
            let start = offset
            let option = try parseOption(known)
            guard !options.contains(where: { $0.name == option.name }) else {
                throw SchemaFault("the option \(option.name) is given twice", at: start)
            }
            options.append(option)
        } while try accept(symbol: ",")
        try expect("]")
        return options
    }

    private mutating func parseOption(
        _ known: Set<String>
    ) throws(SchemaFault) -> (name: String, value: OptionValue) {
        let start = offset
        if token == .symbol(UInt8(ascii: "(")) {
            throw SchemaFault(
                "custom options are not supported in schemas: what defines them would have to be imported",
                at: start)
        }
        let name = try typeName()
        guard known.contains(name) else {
            throw SchemaFault("unknown option \"\(name.prefix(100))\"", at: start)
        }
        try expect("=")
        return (name, try parseOptionValue())
    }

    private mutating func parseOptionValue() throws(SchemaFault) -> OptionValue {
        let isNegative = try accept(symbol: "-")
        switch token {
        case .integer, .float:
            let isInteger = if case .integer = token { true } else { false }
            try advance()
            return .number(isNegative: isNegative, isInteger: isInteger)
        case .identifier(let word):
            try advance()
            guard isNegative else { return .word(word) }
            guard word == "inf" || word == "nan" else { break }
            return .number(isNegative: true, isInteger: false)
        case .string where !isNegative:
            var bytes: [UInt8] = []
            while case .string(let part) = token {
                bytes += part
                try advance()
            }
            return String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes
        default: break
        }
        throw SchemaFault("expected the value of an option, found \(token.text)", at: offset)
    }
}
