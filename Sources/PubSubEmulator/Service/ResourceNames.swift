import CloudCore

/// The rules for resource names (`google/pubsub/v1/pubsub.proto`).
enum ResourceNames {
    /// Kinds of resources, as their collections are called in names.
    enum Collection: String {
        case topics
        case subscriptions
        case snapshots
        case schemas
    }

    /// Checks a name of the form `projects/{project}/{collection}/{id}`.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func check(_ name: String, _ collection: Collection, field: String) throws(Status) {
        if isValid(name, collection) { return }
        throw invalid(
            name, collection.rawValue, field,
            "projects/{project}/\(collection.rawValue)/{id}, with an id of 3 to 255 characters that starts with a letter, "
                + "consists of letters, digits and - _ . ~ + %, and does not start with \"goog\"")
    }

    /// Checks a name of the form `projects/{project}`.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkProject(_ name: String, field: String) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "projects", isProjectID(parts[1].utf8) else {
            throw invalid(name, "projects", field, "projects/{project}")
        }
    }

    private static func invalid(
        _ name: String, _ collection: String, _ field: String, _ rule: String
    ) -> Status {
        let name = name.prefix(300)
        return Status(
            .invalidArgument, "Invalid [\(collection)] name: (name=\(name))",
            details: [
                .badRequest([.init(field: field, description: "\"\(name)\" is not of the form \(rule).")])
            ])
    }

    private static func isValid(_ name: String, _ collection: Collection) -> Bool {
        let bytes = name.utf8
        guard let project = bytes.dropPrefix("projects/"), let end = project.firstIndex(of: slash),
            isProjectID(project[..<end]),
            let id = project[project.index(after: end)...].dropPrefix(prefix(of: collection))
        else { return false }
        return isID(id)
    }

    private static func prefix(of collection: Collection) -> StaticString {
        switch collection {
        case .topics: "topics/"
        case .subscriptions: "subscriptions/"
        case .snapshots: "snapshots/"
        case .schemas: "schemas/"
        }
    }

    private static let slash = UInt8(ascii: "/")

    /// Anything that can stand in a name: projects are not created here, so none is refused for its id alone.
    private static func isProjectID(_ id: Substring.UTF8View) -> Bool {
        !id.isEmpty && id.count <= 255 && id.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != slash }
    }

    private static func isID(_ id: Substring.UTF8View) -> Bool {
        guard Limits.idBytes.contains(id.count), let first = id.first, isLetter(first) else { return false }
        if id.dropPrefix("goog") != nil { return false }
        return id.allSatisfy { byte in
            isLetter(byte) || (0x30...0x39).contains(byte)
                || [UInt8(ascii: "-"), 0x5f, 0x2e, 0x7e, 0x2b, 0x25].contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}

extension BidirectionalCollection where SubSequence == Substring.UTF8View, Element == UInt8 {
    /// What comes after a prefix; nil without it.
    fileprivate func dropPrefix(_ prefix: StaticString) -> Substring.UTF8View? {
        var index = startIndex
        for offset in 0..<prefix.utf8CodeUnitCount {
            guard index != endIndex, self[index] == prefix.utf8Start[offset] else { return nil }
            index = self.index(after: index)
        }
        return self[index...]
    }
}
