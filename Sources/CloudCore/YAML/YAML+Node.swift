extension YAML {
    /// A node of a parsed document.
    public struct Node: Sendable, Equatable {
        /// Where the node starts; what an alias stands for keeps its own place.
        public var place: Place
        /// What the node is.
        public var content: Content

        /// Makes a node; one that is made to be written needs no place.
        public init(_ content: Content, at place: Place = Place(line: 1, column: 1)) {
            self.place = place
            self.content = content
        }

        /// The scalar, or nil if the node is a collection.
        public var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    }

    /// What a node is.
    public enum Content: Sendable, Equatable {
        /// A text whose type the reader's schema decides.
        case scalar(Scalar)
        /// A list.
        case sequence([Node])
        /// Keys and values, in the order of the text; the keys are scalars and differ in their text.
        case mapping([Entry])
    }

    /// A key and its value.
    public struct Entry: Sendable, Equatable {
        /// The key, always a scalar.
        public var key: Node
        /// The value.
        public var value: Node

        /// Makes an entry from its parts.
        public init(key: Node, value: Node) {
            self.key = key
            self.value = value
        }
    }

    /// A scalar: what stands between the quotes, folded and unescaped, and how it was written.
    public struct Scalar: Sendable, Equatable {
        /// The text.
        public var text: String
        /// How it was written: only a plain scalar without a tag can be anything but a string.
        public var style: Style
        /// The tag, if there was one.
        public var tag: Tag?

        /// Makes a scalar from its parts.
        public init(_ text: String, style: Style = .plain, tag: Tag? = nil) {
            self.text = text
            self.style = style
            self.tag = tag
        }
    }

    /// How a scalar was written.
    public enum Style: Sendable, Equatable {
        /// Without quotes.
        case plain
        /// In single quotes.
        case singleQuoted
        /// In double quotes.
        case doubleQuoted
        /// As a block after `|`.
        case literal
        /// As a block after `>`.
        case folded
    }

    /// A tag of the core schema on a scalar; `!` alone is `.str`.
    public enum Tag: String, Sendable, Equatable {
        /// `!!str`
        case str
        /// `!!null`
        case null
        /// `!!bool`
        case bool
        /// `!!int`
        case int
        /// `!!float`
        case float
    }
}
