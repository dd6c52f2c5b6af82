import CloudCore

/// What of a listing is wanted: the comparisons of "Filter secrets and versions" that are supported, all of which must
/// hold: `name:PART`, `labels.KEY=VALUE`, `labels.KEY:*`, `state=STATE` and `state:STATE`.
struct SecretFilter: Sendable {
    private enum Term: Sendable {
        case name(String)
        case label(String, String?)
        case state(String)
    }

    /// The most terms of a filter.
    static let maxTerms = 16

    private var terms: [Term] = []

    /// Reads a filter; an empty one matches everything.
    ///
    /// - Throws: UNIMPLEMENTED for any other comparison or operator.
    init(_ text: String) throws(Status) {
        let words = text.split(separator: " ").filter { $0 != "AND" }
        guard words.count <= Self.maxTerms else {
            throw Status(.invalidArgument, "filter has more than \(Self.maxTerms) terms.")
        }
        for word in words {
            guard let term = Self.term(word) else {
                throw Status(
                    .unimplemented,
                    "filter: \"\(word.prefix(100))\" is not supported; name:PART, labels.KEY=VALUE, labels.KEY:*, "
                        + "state=STATE and AND are.")
            }
            terms.append(term)
        }
    }

    private static func term(_ word: Substring) -> Term? {
        guard let end = word.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return nil }
        let value = String(word[word.index(after: end)...].filter { $0 != "\"" })
        let key = word[..<end]
        switch key {
        case "name": return word[end] == ":" ? .name(value) : nil
        case "state": return .state(value.uppercased())
        default:
            guard key.hasPrefix("labels.") else { return nil }
            return .label(String(key.dropFirst(7)), value == "*" ? nil : value)
        }
    }

    func matches(_ secret: SecretManagerV1.Secret) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .name(let part): secret.name.contains(part)
            case .label(let key, let value): secret.labels[key].map { value == nil || value == $0 } ?? false
            case .state: false
            }
        }
    }

    func matches(_ version: SecretManagerV1.SecretVersion) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .name(let part): version.name.contains(part)
            case .label: false
            case .state(let state):
                SecretManagerV1.SecretVersion.State.names.contains {
                    $0.number == version.state.rawValue && $0.name == state
                }
            }
        }
    }
}
