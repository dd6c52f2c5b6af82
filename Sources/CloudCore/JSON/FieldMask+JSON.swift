extension FieldMask {
    /// Parses the JSON text of a mask: comma-separated paths, in lowerCamelCase or, as Google's REST APIs
    /// accept too, snake_case. An empty text is a mask without paths.
    public init(json text: String) {
        self.init(text.split(separator: ",").map { FieldName.snakeCase(String($0)) })
    }

    /// The JSON text: comma-separated paths in lowerCamelCase.
    public var json: String { paths.map { FieldName.camelCase($0) }.joined(separator: ",") }
}
