import CloudCore

/// Puts the values of variables into the texts of a build.
///
/// `$NAME` and `${NAME}` stand for a variable, `$$` for a dollar sign; a dollar sign before anything else stands for
/// itself. Names consist of capital letters, digits and underscores.
///
/// Sources: "Substituting variable values" in the Cloud Build documentation; the words of refusals are those in
/// cortex-data-foundation #21, windows-gmsa #64 and landing-zone #40.
struct BuildSubstitutions: Sendable {
    /// Those that a request may set although they are not the user's own.
    static let overridable: Set<String> = [
        "BRANCH_NAME", "COMMIT_SHA", "REPO_FULL_NAME", "REPO_NAME", "REVISION_ID", "SHORT_SHA", "TAG_NAME",
    ]
    /// Those of builds that triggers start, which are empty for others.
    static let ofTriggers = overridable.union(["REF_NAME", "TRIGGER_BUILD_CONFIG_PATH", "TRIGGER_NAME"])

    /// The most variables, characters of a name, and of a value.
    static let maxCount = 200
    static let maxKeyLength = 100
    static let maxValueLength = 4_000
    /// The most characters that a text may become.
    static let maxResultLength = 65_536

    /// All values, the built-in ones among them.
    let values: [String: String]
    private let own: [String]
    private let isLoose: Bool
    private var used: Set<String> = []
    private var problems: [String] = []
    private var isTooLong = false

    /// Checks the variables of a request.
    ///
    /// - Parameters:
    ///   - own: those that the request sets.
    ///   - builtIn: those that are the same for any request, by name.
    ///   - isLoose: whether it does not matter that one is not used or not known.
    /// - Throws: INVALID_ARGUMENT naming the variable.
    init(own: StringMap, builtIn: [String: String], isLoose: Bool) throws(Status) {
        guard own.count <= Self.maxCount else {
            throw Self.refusal("has \(own.count) entries, but at most \(Self.maxCount) are allowed")
        }
        for (key, value) in own {
            guard key.count <= Self.maxKeyLength, value.count <= Self.maxValueLength else {
                throw Self.refusal(
                    "substitution \"\(key.prefix(Self.maxKeyLength))\" is longer than \(Self.maxKeyLength) "
                        + "characters, or its value than \(Self.maxValueLength)")
            }
            guard Self.isOwn(key) || Self.overridable.contains(key) else {
                throw Self.refusal(
                    "substitution key \"\(key)\" does not respect format \"^_[A-Z0-9_]+$\" and is not an overridable "
                        + "built-in substitutions")
            }
        }
        let empty = Dictionary(uniqueKeysWithValues: Self.ofTriggers.map { ($0, "") })
        values = empty.merging(builtIn) { $1 }.merging(own.dictionary) { $1 }
        self.own = own.map(\.key)
        self.isLoose = isLoose
    }

    /// The text with values for its variables. It is read by scalars: a mark that combines with a dollar sign does not
    /// hide it.
    mutating func apply(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result = ""
        var rest = text.unicodeScalars[...]
        while let dollar = rest.firstIndex(of: "$") {
            result.unicodeScalars += rest[..<dollar]
            rest = rest[dollar...].dropFirst()
            if rest.first == "$" {
                result += "$"
                rest.removeFirst()
            } else if let name = Self.takeName(&rest) {
                result += value(of: name)
            } else {
                result += "$"
            }
            if result.utf8.count > Self.maxResultLength { isTooLong = true }
            if isTooLong { return "" }
        }
        result.unicodeScalars += rest
        return result
    }

    /// The texts with values for their variables.
    mutating func apply(_ texts: [String]) -> [String] { texts.map { apply($0) } }

    /// Counts all variables as used, as those are that a script gets in its environment.
    mutating func useAll() { used.formUnion(own) }

    /// Called when all texts have been gone through.
    ///
    /// - Throws: INVALID_ARGUMENT for variables that are not known, or not used, in the service's words.
    func finish() throws(Status) {
        if isTooLong {
            throw Status(
                .invalidArgument,
                "invalid value for 'build.substitutions': a text has more than \(Self.maxResultLength) characters "
                    + "after substitution")
        }
        guard !isLoose else { return }
        let unused = own.filter { !used.contains($0) && Self.isOwn($0) }.map {
            "key \"\($0)\" in the substitution data is not matched in the template"
        }
        let all = problems + unused
        guard all.isEmpty else {
            throw Status(
                .invalidArgument, "invalid value for 'build.substitutions': \(all.joined(separator: ";"))")
        }
    }

    private mutating func value(of name: String) -> String {
        used.insert(name)
        if let value = values[name] { return value }
        let problem =
            Self.isOwn(name)
            ? "key in the template \"\(name)\" is not matched in the substitution data"
            : "key in the template \"\(name)\" is not a valid built-in substitution"
        if !problems.contains(problem) { problems.append(problem) }
        return ""
    }

    /// Takes a name, in braces or without; nothing is taken when there is none.
    private static func takeName(_ rest: inout Substring.UnicodeScalarView) -> String? {
        let isBraced = rest.first == "{"
        let inner = isBraced ? rest.dropFirst() : rest
        let name = inner.prefix { isNamePart($0) }
        guard let first = name.first, !isDigit(first) else { return nil }
        let behind = inner.dropFirst(name.count)
        guard !isBraced || behind.first == "}" else { return nil }
        rest = isBraced ? behind.dropFirst() : behind
        return String(name)
    }

    private static func isOwn(_ key: String) -> Bool {
        key.count > 1 && key.first == "_" && key.unicodeScalars.allSatisfy(isNamePart)
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || "A"..."Z" ~= scalar || isDigit(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

    private static func refusal(_ text: String) -> Status {
        Status(.invalidArgument, "invalid build: invalid .substitutions field: \(text)")
    }
}
