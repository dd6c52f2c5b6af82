/// The name of an object, which is a sequence of bytes: names that only look the same are different, and they are
/// sorted by their UTF-8 ("Object name considerations" in the Cloud Storage documentation).
struct ObjectName: Hashable, Comparable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (a: ObjectName, b: ObjectName) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    static func < (a: ObjectName, b: ObjectName) -> Bool {
        a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Whether the name begins with those bytes.
    func hasPrefix(_ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

    /// Whether the name ends with those bytes.
    func hasSuffix(_ suffix: String) -> Bool { text.utf8.reversed().starts(with: suffix.utf8.reversed()) }
}
