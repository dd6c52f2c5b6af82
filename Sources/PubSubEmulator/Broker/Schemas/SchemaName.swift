/// The name of a schema, or of one of its revisions: `projects/p/schemas/s@revision`.
struct SchemaName: Equatable, Sendable {
    var schema: String
    var revision: String?

    init(_ text: String) {
        guard let at = text.lastIndex(of: "@") else {
            schema = text
            return
        }
        schema = String(text[..<at])
        revision = String(text[text.index(after: at)...])
    }
}
