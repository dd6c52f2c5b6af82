import CloudCore

/// Something that is wrong with the whole cloud for a while.
public enum Disruption: Sendable, Hashable {
    /// Every method whose resource is in that location is UNAVAILABLE.
    case regionDown(String)
    /// Every call of that service, for example `pubsub.googleapis.com`, is RESOURCE_EXHAUSTED.
    case quotaExhausted(String)
    /// Operations that have not ended do not end.
    case operationStuck
    /// The replicas learn nothing of what is written.
    case propagationStalled

    /// The names, with what stands behind the equals sign on a command line.
    static let names: [(name: String, target: String?)] = [
        ("region-down", "location"), ("quota-exhausted", "service"), ("operation-stuck", nil),
        ("propagation-stalled", nil),
    ]

    /// Its name.
    public var name: String {
        switch self {
        case .regionDown: "region-down"
        case .quotaExhausted: "quota-exhausted"
        case .operationStuck: "operation-stuck"
        case .propagationStalled: "propagation-stalled"
        }
    }

    /// The location or service that it is about.
    public var target: String? {
        switch self {
        case .regionDown(let target), .quotaExhausted(let target): target
        case .operationStuck, .propagationStalled: nil
        }
    }

    /// Reads `region-down=europe-west1`, `quota-exhausted=pubsub.googleapis.com`, `operation-stuck` or
    /// `propagation-stalled`.
    ///
    /// - Throws: INVALID_ARGUMENT.
    public init(_ text: String) throws(Status) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        self = try Self.named(parts[0], parts.count > 1 ? parts[1] : nil)
    }

    /// Reads `{"name": "region-down", "location": "europe-west1"}` and the like.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(json: JSON) throws(Status) {
        let fields = try JSONFields(json, known: ["name"] + Self.names.compactMap(\.target))
        guard let name = try fields.string("name") else {
            throw fields.wrong("name", "one of \(Self.names.map(\.name).joined(separator: ", "))")
        }
        let wanted = Self.names.first { $0.name == name }?.target
        for target in Self.names.compactMap(\.target) where target != wanted && fields[target] != nil {
            throw fields.wrong(target, "nothing: \(name) has no \(target)")
        }
        var target: String?
        if let wanted { target = try fields.string(wanted) }
        self = try Self.named(name, target)
    }

    private static func named(_ name: String, _ target: String?) throws(Status) -> Disruption {
        switch (name, target) {
        case ("region-down", let location?):
            guard Identifier.isLabel(location) else {
                throw Status(
                    .invalidArgument,
                    "location is \"\(location.prefix(100))\"; expected one as in \"europe-west1\".")
            }
            return .regionDown(location)
        case ("quota-exhausted", let service?):
            guard ServiceCatalog.titles[service] != nil else {
                let hint = NearestName.hint(for: service, among: ServiceCatalog.names)
                throw Status(
                    .invalidArgument,
                    "service is \"\(service.prefix(100))\"; expected one as in \"pubsub.googleapis.com\"\(hint)."
                )
            }
            return .quotaExhausted(service)
        case ("operation-stuck", nil): return .operationStuck
        case ("propagation-stalled", nil): return .propagationStalled
        default:
            let forms = names.map { $0.name + ($0.target.map { "=\($0.uppercased())" } ?? "") }
            let given = name + (target.map { "=\($0)" } ?? "")
            throw Status(
                .invalidArgument,
                "Disruption \"\(given.prefix(100))\" is not known; expected \(forms.joined(separator: ", "))."
            )
        }
    }

    /// The disruption as it is answered.
    var json: JSON {
        var object: JSONObject = ["name": .string(name)]
        if let target, let key = Self.names.first(where: { $0.name == name })?.target {
            object[key] = .string(target)
        }
        return .object(object)
    }
}
