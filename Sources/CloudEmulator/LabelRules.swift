import CloudCore

/// What labels and annotations must be, for every API that has them.
///
/// Sources: the comments of `labels` in `google/cloud/secretmanager/v1/resources.proto`; "Requirements for labels" in
/// the Resource Manager documentation.
enum LabelRules {
    /// The most labels of one resource.
    static let maxLabels = 64
    /// The longest key or value, in characters.
    static let maxCharacters = 63
    /// The longest key or value, in UTF-8 bytes.
    static let maxBytes = 128
    /// The most bytes of all annotations together, keys and values.
    static let maxAnnotationBytes = 16 * 1024

    /// Checks labels.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field and the key.
    static func check(_ labels: StringMap, _ field: String) throws(Status) {
        guard labels.count <= maxLabels else {
            throw refusal(field, "has \(labels.count) labels, but at most \(maxLabels) are allowed.")
        }
        for (key, value) in labels {
            guard isShort(key), let first = key.unicodeScalars.first, isLetter(first),
                key.unicodeScalars.allSatisfy(isInner)
            else {
                throw refusal(
                    field,
                    "has the key \"\(key.prefix(100))\", but keys are 1 to 63 lowercase letters, digits, _ and -, "
                        + "and start with a letter.")
            }
            guard isShort(value), value.unicodeScalars.allSatisfy(isInner) else {
                throw refusal(
                    field,
                    "has the value \"\(value.prefix(100))\" for \"\(key)\", but values are at most 63 lowercase "
                        + "letters, digits, _ and -.")
            }
        }
    }

    /// Checks annotations.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field and the key.
    static func checkAnnotations(_ annotations: StringMap, _ field: String) throws(Status) {
        var size = 0
        for (key, value) in annotations {
            size += key.utf8.count + value.utf8.count
            guard !key.isEmpty, key.utf8.count <= 256 else {
                throw refusal(field, "has the key \"\(key.prefix(100))\", but keys have 1 to 256 bytes.")
            }
        }
        guard size < maxAnnotationBytes else {
            throw refusal(field, "has \(size) bytes, but must have less than \(maxAnnotationBytes).")
        }
    }

    private static func isShort(_ text: String) -> Bool {
        text.count <= maxCharacters && text.utf8.count <= maxBytes
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        return category == .lowercaseLetter || category == .otherLetter
    }

    private static func isInner(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber: true
        default: scalar == "_" || scalar == "-"
        }
    }

    private static func refusal(_ field: String, _ text: String) -> Status {
        Status(
            .invalidArgument, "\(field) \(text)",
            details: [.badRequest([Status.FieldViolation(field: field, description: text)])])
    }
}
