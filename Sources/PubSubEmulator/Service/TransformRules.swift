import CloudCore

/// Which message transforms a topic or subscription may have ("User-Defined Functions (UDFs) overview", "Create a
/// topic with SMTs", `MessageTransform` and `JavaScriptUDF` in `google/pubsub/v1/pubsub.proto`).
enum TransformRules {
    /// Checks everything about transforms but whether their code compiles.
    ///
    /// - Throws: INVALID_ARGUMENT naming the field; UNIMPLEMENTED for kinds that are not supported.
    static func check(_ transforms: [MessageTransform]) throws(Status) {
        guard transforms.count <= Limits.transforms else {
            throw Settings.invalid(
                "message_transforms",
                "has \(transforms.count) entries, must have at most \(Limits.transforms)")
        }
        var names: Set<String> = []
        for (index, transform) in transforms.enumerated() {
            let field = "message_transforms[\(index)]"
            try checkKind(transform, field)
            guard let function = transform.javascriptUdf else { continue }
            try check(function, "\(field).javascript_udf")
            guard names.insert(function.functionName).inserted else {
                throw Settings.invalid(
                    "\(field).javascript_udf.function_name",
                    "is \"\(function.functionName)\" like that of another transform; each must have its own")
            }
        }
    }

    private static func checkKind(_ transform: MessageTransform, _ field: String) throws(Status) {
        let kinds = [
            transform.javascriptUdf != nil, transform.aiInference != nil, transform.compression != nil,
        ]
        guard kinds.count(where: { $0 }) == 1 else {
            throw Settings.invalid(field, "must have exactly one kind of transform, as javascript_udf")
        }
        for (isSet, kind) in [(kinds[1], "ai_inference"), (kinds[2], "compression")] where isSet {
            throw Status(
                .unimplemented,
                "\(field).\(kind) is not supported by this emulator; the one kind that is, is javascript_udf."
            )
        }
    }

    private static func check(_ function: JavaScriptUDF, _ field: String) throws(Status) {
        guard isIdentifier(function.functionName) else {
            throw Settings.invalid(
                "\(field).function_name",
                "is \"\(function.functionName.prefix(100))\", must be the name of a JavaScript function: letters, "
                    + "digits, _ and $, not a digit first")
        }
        guard !function.code.isEmpty else { throw Settings.invalid("\(field).code", "must not be empty") }
        guard function.code.utf8.count <= Limits.transformCodeBytes else {
            throw Settings.invalid(
                "\(field).code",
                "has \(function.code.utf8.count) bytes, must have at most \(Limits.transformCodeBytes)")
        }
    }

    /// ASCII identifiers only: the name is written into code.
    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.count <= 255 else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "$"): true
            default: false
            }
        }
    }
}
