/// The rules for names (Apache Avro 1.11, "Names").
enum AvroName {
    static let primitives: Set<String> = [
        "null", "boolean", "int", "long", "float", "double", "bytes", "string",
    ]

    /// Whether it is a name without dots: letters, digits and underscores, without a digit in front.
    static func isSimple(_ name: some StringProtocol) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || byte == UInt8(ascii: "_")
        }
    }

    /// Whether it is names with dots between them.
    static func isDotted(_ name: String) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isSimple($0) }
    }

    /// A name as a definition in a namespace has it: one with dots is full already.
    static func full(_ name: String, in namespace: String) -> String {
        namespace.isEmpty || name.utf8.contains(UInt8(ascii: ".")) ? name : "\(namespace).\(name)"
    }

    /// The namespace of a full name.
    static func namespace(of name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return String(name[..<dot])
    }

    /// The last part of a name.
    static func unqualified(_ name: String) -> Substring {
        guard let dot = name.lastIndex(of: ".") else { return name[...] }
        return name[name.index(after: dot)...]
    }
}
