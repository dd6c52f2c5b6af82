import CloudCore
import RPCServer

/// The query of a request, parameter by parameter.
struct StorageQuery: Sendable {
    private let values: [String: [String]]

    /// Parameters of every method that change nothing here: for quotas, billing, error format and tracing.
    private static let silent: Set = [
        "key", "quotaUser", "userIp", "userProject", "xgafv", ".xgafv", "trace", "upload_protocol",
        "access_token", "oauth_token", "apiVersion", "prettyPrint", "fields", "alt",
    ]

    /// Parses a query, without its question mark.
    ///
    /// - Throws: INVALID_ARGUMENT for malformed encoding.
    init(_ text: String) throws(Status) {
        var values: [String: [String]] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            var name = try PercentCoding.decode(parts[0], plusIsSpace: true)
            if name.hasPrefix("$") { name.removeFirst() }
            let value = parts.count > 1 ? try PercentCoding.decode(parts[1], plusIsSpace: true) : ""
            values[name, default: []].append(value)
        }
        self.values = values
    }

    /// Refuses parameters that a method does not have, or that it has but not here.
    ///
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED naming the parameter.
    func check(allowed: Set<String>, unsupported: Set<String>) throws(Status) {
        for name in values.keys.sorted() where !Self.silent.contains(name) && !allowed.contains(name) {
            let value = string(name)
            // No is what everything here is.
            if unsupported.contains(name), value.isEmpty || value.lowercased() == "false" { continue }
            if unsupported.contains(name) {
                throw StorageFault.unsupported("The parameter \(name) (\(value.prefix(100)))")
            }
            throw StorageFault.invalid("Invalid query parameter: \(name.prefix(100)).")
        }
        if let jsonp = values["callback"]?.first {
            throw StorageFault.unsupported("JSONP (callback=\(jsonp))")
        }
    }

    /// The last value of a parameter; empty for none.
    func string(_ name: String) -> String { values[name]?.last ?? "" }

    /// All values of a parameter.
    func strings(_ name: String) -> [String] { values[name] ?? [] }

    /// A truth value; false for none.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func bool(_ name: String) throws(Status) -> Bool {
        switch string(name).lowercased() {
        case "", "false": return false
        case "true": return true
        case let other:
            throw StorageFault.invalid(
                "Invalid value for \(name): \"\(other.prefix(100))\"; expected true or false.")
        }
    }

    /// A whole number; nil for none.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func integer(_ name: String) throws(Status) -> Int64? {
        let text = string(name)
        if text.isEmpty { return nil }
        guard let number = Int64(text) else {
            throw StorageFault.invalid(
                "Invalid value for \(name): \"\(text.prefix(100))\"; expected a whole number.")
        }
        return number
    }

    /// The most results of a page; nil for none.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func pageSize() throws(Status) -> Int? {
        guard let number = try integer("maxResults") else { return nil }
        guard number >= 0 else { throw StorageFault.invalid("Invalid value for maxResults: \(number).") }
        return number == 0 ? nil : Int(clamping: number)
    }

    /// Whether answers are indented.
    var prettyPrints: Bool { !["false", "0"].contains(string("prettyPrint")) }

    /// The conditions on what the request is about, or on the source of a copy.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func preconditions(ofSource: Bool = false) throws(Status) -> StoragePreconditions {
        let prefix = ofSource ? "ifSource" : "if"
        var conditions = StoragePreconditions()
        conditions.generationMatch = try integer(prefix + "GenerationMatch")
        conditions.generationNotMatch = try integer(prefix + "GenerationNotMatch")
        conditions.metagenerationMatch = try integer(prefix + "MetagenerationMatch")
        conditions.metagenerationNotMatch = try integer(prefix + "MetagenerationNotMatch")
        return conditions
    }

    /// The names of the parameters that `preconditions` reads.
    static let preconditionNames: Set = [
        "ifGenerationMatch", "ifGenerationNotMatch", "ifMetagenerationMatch", "ifMetagenerationNotMatch",
    ]
    static let sourcePreconditionNames: Set = [
        "ifSourceGenerationMatch", "ifSourceGenerationNotMatch", "ifSourceMetagenerationMatch",
        "ifSourceMetagenerationNotMatch",
    ]
}
