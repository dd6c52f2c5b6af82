import CloudCore

/// What a project holds at the start, as a YAML file lists it: kinds of things, and under each a list of them.
///
/// ```yaml
/// accounts:
///   - id: runner
/// topics:
///   - name: orders
/// bindings:
///   - {role: roles/pubsub.publisher, members: [serviceAccount:runner], resource: topics/orders}
/// ```
struct SeedFile: Sendable {
    /// One thing of the list.
    struct Entry: Sendable {
        let kind: SeedKind
        /// Where it stands, for error texts: `seed.yaml:4:5: topics[0]`.
        let place: String
        let value: JSON

        /// An error about it.
        func wrong(_ text: String, _ code: Status.Code = .invalidArgument) -> Status {
            Status(code, "\(place): \(text)")
        }

        /// Runs `body`, and says of its errors that they are about this entry.
        func located<R>(_ body: () throws(Status) -> R) throws(Status) -> R {
            do throws(Status) { return try body() } catch { throw wrong(error.message, error.code) }
        }
    }

    /// The entries, kind by kind in the order in which they are made.
    private(set) var entries: [Entry] = []

    /// The most entries of a file.
    static let maxEntries = 100_000

    /// Reads a file.
    ///
    /// - Parameter name: what it is called in errors.
    /// - Throws: INVALID_ARGUMENT with the place of what is wrong.
    init(_ bytes: [UInt8], name: String) throws(Status) {
        do throws(YAMLError) {
            try read(try YAML.parse(bytes), name)
        } catch {
            throw Status(.invalidArgument, "\(name):\(error)")
        }
    }

    private mutating func read(_ node: YAML.Node, _ name: String) throws(YAMLError) {
        if node.isNull { return }
        guard case .mapping(let kinds) = node.content else { throw node.mismatch("a mapping") }
        for entry in kinds {
            let key = entry.key.scalar?.text ?? ""
            guard let kind = SeedKind(rawValue: key) else {
                let known = SeedKind.allCases.map(\.rawValue)
                let hint = NearestName.nearest(to: key, among: known).map { "did you mean `\($0)`?" }
                throw YAMLError(
                    entry.key.place,
                    "unknown key `\(key)`; \(hint ?? "the keys here are \(known.joined(separator: ", "))")")
            }
            if entry.value.isNull { continue }
            guard case .sequence(let items) = entry.value.content else {
                throw entry.value.mismatch("a list of \(key)")
            }
            for (index, item) in items.enumerated() {
                guard entries.count < Self.maxEntries else {
                    throw YAMLError(item.place, "more than \(Self.maxEntries) entries")
                }
                entries.append(
                    Entry(
                        kind: kind, place: "\(name):\(item.place): \(key)[\(index)]", value: JSON(yaml: item))
                )
            }
        }
    }

    /// The entries of a kind, in the order of the file.
    func entries(of kind: SeedKind) -> [Entry] { entries.filter { $0.kind == kind } }
}

/// What can be listed, in the order in which it is made.
enum SeedKind: String, CaseIterable, Sendable {
    /// DNS names of the only APIs that are enabled.
    case apis
    case accounts
    case schemas
    case topics
    case subscriptions
    case secrets
    /// Any call of a method of the cloud.
    case calls
    case jobs
    case bindings
}
