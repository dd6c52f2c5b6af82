/// Reads the text of a `.proto` file, proto2 or proto3, by recursive descent with bounded depth ("Protocol Buffers
/// Language Specification").
///
/// The service wants exactly one top-level type and no imports ("Schema overview"). What else a file may hold that has
/// no meaning for a message's data, services above all, is refused, since nothing is said about it.
struct ProtoParser {
    private var lexer: ProtoLexer
    private(set) var token: ProtoLexer.Token
    private(set) var offset: Int
    var file = ProtoFile()
    private var depth = 0

    init(_ text: [UInt8]) throws(SchemaFault) {
        lexer = ProtoLexer(text)
        (token, offset) = try lexer.next()
    }

    var syntax: ProtoSchema.Syntax { file.schema.syntax }

    mutating func parseFile() throws(SchemaFault) -> ProtoFile {
        try parseSyntax()
        while token != .end { try parseTopLevel() }
        guard let first = file.topLevel.first else {
            throw SchemaFault("a schema must have one top-level message, found none", at: offset)
        }
        file.schema.root = first
        return file
    }

    private mutating func parseSyntax() throws(SchemaFault) {
        if try accept("edition") {
            throw SchemaFault("editions are not supported; use proto2 or proto3", at: offset)
        }
        guard try accept("syntax") else { return }
        try expect("=")
        let start = offset
        switch try string() {
        case "proto2": file.schema.syntax = .proto2
        case "proto3": file.schema.syntax = .proto3
        case let other:
            throw SchemaFault(
                "syntax must be \"proto2\" or \"proto3\", not \"\(other.prefix(20))\"", at: start)
        }
        try expect(";")
    }

    private mutating func parseTopLevel() throws(SchemaFault) {
        let start = offset
        switch token {
        case .symbol(UInt8(ascii: ";")): try advance()
        case .identifier("message"):
            guard file.topLevel.isEmpty else {
                throw SchemaFault(
                    "a schema must have only one top-level type; put this message into the other one",
                    at: start)
            }
            try advance()
            file.topLevel.append(try parseMessage(in: file.package))
        case .identifier("enum"):
            throw SchemaFault(
                "a schema must have only one top-level type, a message; put this enum into it", at: start)
        case .identifier("extend"):
            try advance()
            try parseExtend(in: file.package)
        case .identifier("option"):
            try advance()
            _ = try parseOptionStatement(ProtoOptions.file)
        case .identifier("package"): try parsePackage()
        case .identifier("import"):
            throw SchemaFault("import statements are not supported in schemas", at: start)
        case .identifier("service"):
            throw SchemaFault("services are not supported in schemas", at: start)
        default:
            throw SchemaFault(
                "expected message, package or option, found \(token.text)", at: start)
        }
    }

    private mutating func parsePackage() throws(SchemaFault) {
        let start = offset
        try advance()
        guard file.package.isEmpty, file.topLevel.isEmpty else {
            throw SchemaFault("the package must be given once, before the message", at: start)
        }
        file.package = try typeName()
        guard file.package.utf8.first != UInt8(ascii: ".") else {
            throw SchemaFault("a package's name does not start with a dot", at: start)
        }
        try expect(";")
    }

    // MARK: Nesting

    /// Runs `body` one level deeper.
    mutating func nested(_ body: (inout ProtoParser) throws(SchemaFault) -> Void) throws(SchemaFault) {
        depth += 1
        guard depth <= SchemaLimits.depth else {
            throw SchemaFault("nested more than \(SchemaLimits.depth) levels deep", at: offset)
        }
        try body(&self)
        depth -= 1
    }

    // MARK: Tokens

    mutating func advance() throws(SchemaFault) { (token, offset) = try lexer.next() }

    /// Consumes that word, if it is next.
    mutating func accept(_ word: String) throws(SchemaFault) -> Bool {
        guard token == .identifier(word) else { return false }
        try advance()
        return true
    }

    /// Consumes that symbol, if it is next.
    mutating func accept(symbol: Unicode.Scalar) throws(SchemaFault) -> Bool {
        guard token == .symbol(UInt8(ascii: symbol)) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: Unicode.Scalar) throws(SchemaFault) {
        guard try accept(symbol: symbol) else {
            throw SchemaFault("expected \"\(symbol)\", found \(token.text)", at: offset)
        }
    }

    mutating func identifier(_ what: String) throws(SchemaFault) -> String {
        guard case .identifier(let name) = token else {
            throw SchemaFault("expected \(what), found \(token.text)", at: offset)
        }
        try advance()
        return name
    }

    /// Names with dots between them, and maybe one in front.
    mutating func typeName() throws(SchemaFault) -> String {
        var name = try accept(symbol: ".") ? "." : ""
        name += try identifier("a name")
        while try accept(symbol: ".") {
            name += "." + (try identifier("a name"))
            guard name.utf8.count <= 10_000 else { throw SchemaFault("a name that is too long", at: offset) }
        }
        return name
    }

    /// A string, or several in a row as one.
    mutating func string() throws(SchemaFault) -> String {
        guard case .string = token else {
            throw SchemaFault("expected a string, found \(token.text)", at: offset)
        }
        let start = offset
        var bytes: [UInt8] = []
        while case .string(let part) = token {
            bytes += part
            try advance()
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SchemaFault("a string that is not UTF-8", at: start)
        }
        return text
    }

    /// An integer in a range, with a sign if that is in the range.
    mutating func integer(in range: ClosedRange<Int>, _ what: String) throws(SchemaFault) -> Int {
        let start = offset
        let isNegative = try accept(symbol: "-")
        guard case .integer(let magnitude) = token, let value = Int(exactly: magnitude),
            range.contains(isNegative ? -value : value)
        else {
            throw SchemaFault(
                "expected \(what) from \(range.lowerBound) to \(range.upperBound), found \(token.text)",
                at: start)
        }
        try advance()
        return isNegative ? -value : value
    }
}
