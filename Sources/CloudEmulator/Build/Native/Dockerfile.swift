/// A Dockerfile as a list of instructions: what its grammar says, without what they mean.
///
/// Source: "Dockerfile reference" of Docker: comments, continued lines, the `escape` directive and here-documents, which
/// are refused.
struct Dockerfile: Sendable, Equatable {
    /// One instruction.
    struct Instruction: Sendable, Equatable {
        /// The line on which it begins, from 1 on.
        let line: Int
        /// What it is, in capitals, for example `RUN`.
        let name: String
        /// What follows, on one line.
        let text: String
    }

    /// Why a Dockerfile cannot be read, or not be followed here.
    struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
        let line: Int
        let text: String

        var description: String { "Dockerfile line \(line): \(text)" }
    }

    /// The longest Dockerfile, in bytes.
    static let maxBytes = 256 << 10

    let instructions: [Instruction]

    /// Reads a Dockerfile.
    init(_ text: String) throws(Problem) {
        guard text.utf8.count <= Self.maxBytes else {
            throw Problem(line: 1, text: "has more than \(Self.maxBytes) bytes")
        }
        var instructions: [Instruction] = []
        var open: (line: Int, text: String)?
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let escape = Self.escape(lines)
        for (index, line) in lines.enumerated() {
            var content = Self.trimmed(line)
            // Comments and empty lines may stand between the lines of one instruction.
            if content.isEmpty || content.first == "#" { continue }
            let continues = content.last == escape
            if continues { content = content.dropLast() }
            let joined = open.map { ($0.line, $0.text + content) } ?? (index + 1, String(content))
            open = joined
            if continues { continue }
            instructions.append(try Self.instruction(joined.1, joined.0))
            open = nil
        }
        if let open { instructions.append(try Self.instruction(open.text, open.line)) }
        self.instructions = instructions
    }

    private static func instruction(_ text: String, _ line: Int) throws(Problem) -> Instruction {
        let content = trimmed(text)
        let name = content.prefix { !$0.isWhitespace }
        let rest = trimmed(content.dropFirst(name.count))
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw Problem(line: line, text: "\"\(name.prefix(40))\" is not an instruction")
        }
        guard !rest.isEmpty else { throw Problem(line: line, text: "\(name.uppercased()) has no arguments") }
        let upper = name.uppercased()
        if ["ADD", "COPY", "RUN"].contains(upper), hasHereDocument(rest) {
            throw Problem(line: line, text: "here-documents are not supported")
        }
        return Instruction(line: line, name: upper, text: String(rest))
    }

    private static func hasHereDocument(_ text: Substring) -> Bool {
        text.split(whereSeparator: \.isWhitespace).contains { word in
            guard word.hasPrefix("<<") else { return false }
            let name = word.dropFirst(2).drop { $0 == "-" || $0 == "\"" || $0 == "'" }
            return name.first.map { $0.isLetter || $0 == "_" } ?? false
        }
    }

    /// The character that continues a line: what the directive says, which may stand only before all else.
    private static func escape(_ lines: [Substring]) -> Character {
        for line in lines {
            let content = trimmed(line)
            guard content.first == "#", let equals = content.firstIndex(of: "=") else { break }
            let name = trimmed(content[..<equals].dropFirst())
            if name.lowercased() == "escape" {
                return trimmed(content[content.index(after: equals)...]).first ?? "\\"
            }
        }
        return "\\"
    }

    static func trimmed(_ text: some StringProtocol) -> Substring {
        let start = Substring(text).drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}
