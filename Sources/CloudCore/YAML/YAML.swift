/// Reads and writes YAML 1.2.2: one document a text, every node with its place, scalars as raw text.
///
/// What it does not read it refuses, with line and column and what to write instead; it never guesses. Refused
/// are: more than one document, tags other than the core schema's, `%TAG`, collections as mapping keys, keys
/// left empty, `?` inside of flow collections, duplicate keys, and tabs as indentation.
/// Beyond YAML 1.2.2 it reads merge keys (`<<: *base`), as most readers of configuration do, and it lets the
/// bracket that closes a flow collection stand as far left as the key that the collection belongs to.
public enum YAML {
    /// Parses the bytes of one document in UTF-8.
    ///
    /// An empty document is a null scalar. Throws a `YAMLError` at the first thing that it refuses.
    public static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(YAMLError) -> Node {
        var parser = Parser(cursor: Cursor(bytes: try normalized(bytes, limits: limits)), limits: limits)
        return try parser.document()
    }

    /// Parses one document.
    public static func parse(_ text: String, limits: Limits = Limits()) throws(YAMLError) -> Node {
        try parse([UInt8](text.utf8), limits: limits)
    }

    /// What a document may cost; beyond each it is refused.
    public struct Limits: Sendable, Equatable {
        /// The greatest size of the text in bytes.
        public var maxBytes: Int
        /// The greatest depth of nodes inside of nodes, aliases followed.
        public var maxDepth: Int
        /// The greatest number of nodes, each alias counted as all that it stands for.
        public var maxNodes: Int
        /// The greatest number of bytes of scalars that aliases repeat.
        public var maxAliasBytes: Int

        /// Makes limits; the defaults suit configuration files.
        public init(
            maxBytes: Int = 4 << 20, maxDepth: Int = 64, maxNodes: Int = 250_000, maxAliasBytes: Int = 4 << 20
        ) {
            self.maxBytes = maxBytes
            self.maxDepth = maxDepth
            self.maxNodes = maxNodes
            self.maxAliasBytes = maxAliasBytes
        }
    }

    /// A place in the text.
    public struct Place: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The line, from 1.
        public var line: Int
        /// The column in Unicode scalars, from 1.
        public var column: Int

        /// Makes a place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        /// Orders as the text reads.
        public static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }

        /// `line:column`, as compilers and editors write it.
        public var description: String { "\(line):\(column)" }
    }
}

/// Why a text is refused as YAML, or a node as a value of some type.
public struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where the text is refused.
    public var place: YAML.Place
    /// What is wrong and what to write instead, on one line.
    public var message: String

    /// Makes an error from its parts.
    public init(_ place: YAML.Place, _ message: String) {
        self.place = place
        self.message = message
    }

    /// `line:column: message`.
    public var description: String { "\(place): \(message)" }
}
