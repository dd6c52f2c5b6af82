/// A path template of `google/api/http.proto`, for example `/v1/{name=projects/*/topics/*}:publish`.
///
/// ```
/// Template = "/" Segments [ ":" LITERAL ]      Segment  = "*" | "**" | LITERAL | Variable
/// Segments = Segment { "/" Segment }           Variable = "{" FieldPath [ "=" Segments ] "}"
/// ```
///
/// `**` may stand only at the end. Beyond the grammar, `/` alone is the template of the root.
struct PathTemplate: Equatable {
    /// What a part of the path must be.
    enum Segment: Hashable {
        case literal(String)
        /// `*`: one part, not empty.
        case single
        /// `**`: all that follows, even nothing.
        case rest
    }

    /// A field that is bound to a part of the path.
    struct Variable: Equatable {
        /// The names on the way to the field, in snake_case.
        let fieldPath: [Substring]
        /// The segments that its value is made of.
        let segments: Range<Int>
        /// Whether the value is more than one segment, so that `%2F` in it stays encoded.
        let isMultiSegment: Bool
    }

    private(set) var segments: [Segment] = []
    private(set) var variables: [Variable] = []
    /// The custom verb, for example `publish`; nil for none.
    private(set) var verb: String?

    /// Parses a template; nil if it is malformed.
    ///
    /// By bytes, not characters: a server parses hundreds of templates before it is ready.
    init?(_ text: String) {
        var rest = text.utf8[...]
        guard Self.take("/", from: &rest) else { return nil }
        if rest.isEmpty { return }
        guard parseSegments(&rest, inVariable: false) else { return nil }
        if Self.take(":", from: &rest) {
            guard !rest.isEmpty, !rest.contains(where: { Self.isDelimiter($0) || $0 == UInt8(ascii: "*") })
            else { return nil }
            verb = String(Substring(rest))
        } else if !rest.isEmpty {
            return nil
        }
        guard !segments.dropLast().contains(.rest) else { return nil }
    }

    private mutating func parseSegments(_ rest: inout Substring.UTF8View, inVariable: Bool) -> Bool {
        repeat {
            guard parseSegment(&rest, inVariable: inVariable) else { return false }
        } while Self.take("/", from: &rest)
        return true
    }

    private mutating func parseSegment(_ rest: inout Substring.UTF8View, inVariable: Bool) -> Bool {
        if Self.take("{", from: &rest) { return !inVariable && parseVariable(&rest) }
        let text = Self.takePrefix(of: &rest) { !Self.isDelimiter($0) && $0 != UInt8(ascii: "=") }
        if text.isEmpty { return false }
        guard text.contains(UInt8(ascii: "*")) else {
            segments.append(.literal(String(Substring(text))))
            return true
        }
        guard text.count <= 2, text.allSatisfy({ $0 == UInt8(ascii: "*") }) else { return false }
        segments.append(text.count == 1 ? .single : .rest)
        return true
    }

    private mutating func parseVariable(_ rest: inout Substring.UTF8View) -> Bool {
        let path = Self.takePrefix(of: &rest) { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "}") }
        let names = path.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard names.allSatisfy(Self.isIdentifier) else { return false }
        let start = segments.count
        if Self.take("=", from: &rest) {
            guard parseSegments(&rest, inVariable: true) else { return false }
        } else {
            segments.append(.single)
        }
        guard Self.take("}", from: &rest) else { return false }
        let range = start..<segments.count
        variables.append(
            Variable(
                fieldPath: names, segments: range,
                isMultiSegment: range.count > 1 || segments[start] == .rest))
        return true
    }

    // MARK: Characters

    /// Takes a character if it is the next one.
    private static func take(_ character: Unicode.Scalar, from rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private static func takePrefix(
        of rest: inout Substring.UTF8View, while belongs: (UInt8) -> Bool
    ) -> Substring.UTF8View {
        let end = rest.firstIndex { !belongs($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"): true
        default: false
        }
    }

    private static func isIdentifier(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
            default: false
            }
        }
    }
}
