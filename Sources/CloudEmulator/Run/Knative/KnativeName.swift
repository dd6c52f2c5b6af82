import CloudCore

/// The name of something in Cloud Run's older API: `namespaces/{project}/{kind}/{id}` at the endpoint of a region, or
/// `projects/{project}/locations/{location}/{kind}/{id}`.
struct KnativeName: Sendable {
    let project: String
    /// The region; nil when neither name nor endpoint tell.
    let location: String?
    /// What the name ends with; empty for a parent.
    let id: String

    /// Reads a name.
    ///
    /// - Parameter endpointRegion: the region of the endpoint that was called.
    /// - Throws: INVALID_ARGUMENT.
    init(_ name: String, endpointRegion: String?) throws(Status) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("namespaces", 2), ("namespaces", 4):
            project = parts[1]
            location = endpointRegion
            id = parts.count == 4 ? parts[3] : ""
        case ("projects", 4) where parts[2] == "locations", ("projects", 6) where parts[2] == "locations":
            project = parts[1]
            location = parts[3]
            id = parts.count == 6 ? parts[5] : ""
        default:
            throw RunRules.refusal(
                "name",
                "is \"\(name.prefix(300))\"; expected namespaces/{project}/… or projects/{project}/locations/{location}/…."
            )
        }
    }

    /// A name with the region of the endpoint in it, if it has a namespace for it.
    static func located(_ name: String, in endpointRegion: String?) -> String {
        guard let endpointRegion, name.hasPrefix("namespaces/") else { return name }
        var parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        parts.replaceSubrange(0..<1, with: ["projects"])
        guard parts.count >= 2 else { return name }
        parts.insert(contentsOf: ["locations", endpointRegion], at: 2)
        return parts.joined(separator: "/")
    }

    /// The region of an endpoint such as `europe-west1-run.googleapis.com`; nil for any other host.
    static func region(ofEndpoint authority: String) -> String? {
        let suffix = "-run.googleapis.com"
        let host = authority.lowercased().split(separator: ":").first ?? ""
        return host.hasSuffix(suffix) ? String(host.dropLast(suffix.utf8.count)) : nil
    }
}

/// A selection by labels, as Kubernetes writes it ("Labels and Selectors"): `key=value`, `key!=value` or `key`, with commas
/// between.
struct KnativeLabelSelector: Sendable {
    private enum Term: Sendable {
        case equals(String, String)
        case differs(String, String)
        case exists(String)
    }

    private var terms: [Term] = []

    /// Reads a selector; an empty one selects everything.
    ///
    /// - Throws: UNIMPLEMENTED for sets.
    init(_ text: String) throws(Status) {
        for part in text.split(separator: ",") {
            let words = part.split(separator: "=", omittingEmptySubsequences: true).map(Self.trimmed)
            guard !part.contains("("), !part.contains(where: \.isNewline), !words.isEmpty else {
                throw RunSupport.unsupported(
                    "labelSelector \"\(text.prefix(100))\"", "Expected key=value, key!=value or key.")
            }
            switch words.count {
            case 1: terms.append(.exists(words[0]))
            case 2 where words[0].hasSuffix("!"):
                terms.append(.differs(Self.trimmed(words[0].dropLast()), words[1]))
            case 2: terms.append(.equals(words[0], words[1]))
            default:
                throw RunRules.refusal("labelSelector", "is \"\(text.prefix(100))\"; expected key=value.")
            }
        }
    }

    /// Whether labels are selected.
    func matches(_ labels: StringMap) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .equals(let key, let value): labels[key] == value
            case .differs(let key, let value): labels[key] != value
            case .exists(let key): labels[key] != nil
            }
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
