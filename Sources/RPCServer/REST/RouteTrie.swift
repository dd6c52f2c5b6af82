import CloudCore

/// Path templates as a tree of their segments: a path is matched in one walk, whatever the number of templates.
///
/// Where several templates match, the one that is more specific further left wins: a literal before `*` before
/// `**`. Templates that are equal but for their variables, with the same HTTP method, are one route: the first.
struct RouteTrie<Target: Sendable>: Sendable {
    /// Longer paths match nothing.
    static var maxSegments: Int { 64 }

    /// What a path has matched.
    struct Match: Sendable {
        let target: Target
        /// The values of the template's variables, decoded.
        let bindings: [(fieldPath: [Substring], value: String)]
    }

    private struct Route: Sendable {
        let method: String
        let template: PathTemplate
        let target: Target
        /// Whether a colon in the path is a part of it, even if it looks like a verb.
        let keepsColons: Bool
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var single: Int?
        var rest: Int?
        /// The routes that end here, in the order of their adding.
        var routes: [Route] = []
    }

    private var nodes = [Node()]
    private var customVerbs: Set<String> = []
    /// Whether some route keeps colons.
    private var keepsColons = false

    /// Adds a route; false if the same method and path has one already.
    ///
    /// - Parameter keepsColons: whether what looks like the verb of another route is a part of the path here.
    @discardableResult
    mutating func add(
        _ method: String, _ template: PathTemplate, _ target: Target, keepsColons: Bool = false
    ) -> Bool {
        var node = 0
        for segment in template.segments { node = child(of: node, segment) }
        if let verb = template.verb { customVerbs.insert(verb) }
        let exists = nodes[node].routes.contains { $0.method == method && $0.template.verb == template.verb }
        if !exists {
            nodes[node].routes.append(
                Route(method: method, template: template, target: target, keepsColons: keepsColons))
            if keepsColons { self.keepsColons = true }
        }
        return !exists
    }

    private mutating func child(of node: Int, _ segment: PathTemplate.Segment) -> Int {
        let existing: Int? =
            switch segment {
            case .literal(let text): nodes[node].literals[text]
            case .single: nodes[node].single
            case .rest: nodes[node].rest
            }
        if let existing { return existing }
        let added = nodes.count
        nodes.append(Node())
        switch segment {
        case .literal(let text): nodes[node].literals[text] = added
        case .single: nodes[node].single = added
        case .rest: nodes[node].rest = added
        }
        return added
    }

    /// Finds the route of a path, which has no query.
    ///
    /// - Throws: NOT_FOUND, also for a method that the path does not have, as Google's front ends answer;
    ///   INVALID_ARGUMENT for malformed percent-encoding.
    func match(_ method: String, _ path: Substring) throws(Status) -> Match {
        var search = Search(method: method)
        guard path.utf8.first == UInt8(ascii: "/") else { throw search.failure(path) }
        let rest = path[path.utf8.index(after: path.startIndex)...]
        (search.parts, search.verb) = try split(rest)
        guard search.parts.count <= Self.maxSegments else {
            throw Status(.notFound, "Method not found: the path has too many segments.")
        }
        walk(0, 0, &search)
        if keepsColons, search.found == nil, search.verb != nil {
            search.verb = nil
            search.ignoresVerbs = true
            search.parts = try parts(of: rest)
            walk(0, 0, &search)
        }
        guard let route = search.found else { throw search.failure(path) }
        return Match(target: route.target, bindings: try bindings(of: route, search.parts))
    }

    private struct Search {
        let method: String
        /// The segments of the path, as they were sent and decoded.
        var parts: [(raw: Substring, decoded: String)] = []
        var verb: String?
        /// Whether only routes are looked at that keep colons.
        var ignoresVerbs = false
        var found: Route?
        /// The methods of routes that match the path only.
        var otherMethods: [String] = []

        init(method: String) { self.method = method }

        func failure(_ path: Substring) -> Status {
            let place = "\(method.prefix(40)) \(path.prefix(200))"
            guard !otherMethods.isEmpty else { return Status(.notFound, "Method not found: \(place)") }
            let others = otherMethods.joined(separator: ", ")
            return Status(.notFound, "Method not found: \(place). This path has \(others).")
        }
    }

    /// Splits a path, after its first slash, into segments and its custom verb. A colon starts a verb only if some route has that verb:
    /// ids may have colons too.
    private func split(_ path: Substring) throws(Status) -> ([(Substring, String)], String?) {
        var path = path
        var verb: String?
        if let colon = path.utf8.lastIndex(of: UInt8(ascii: ":")),
            !path.utf8[colon...].contains(UInt8(ascii: "/"))
        {
            let candidate = String(path[path.utf8.index(after: colon)...])
            if customVerbs.contains(candidate) {
                verb = candidate
                path = path[..<colon]
            }
        }
        return (try parts(of: path), verb)
    }

    private func parts(of path: Substring) throws(Status) -> [(raw: Substring, decoded: String)] {
        var parts: [(Substring, String)] = []
        if !path.isEmpty {
            for bytes in path.utf8.split(
                separator: UInt8(ascii: "/"), maxSplits: Self.maxSegments, omittingEmptySubsequences: false)
            {
                let part = Substring(bytes)
                parts.append((part, try PercentCoding.decode(part)))
            }
        }
        return parts
    }

    /// A tree has one way to each node, so however much it backtracks, the walk visits no node twice.
    private func walk(_ node: Int, _ depth: Int, _ search: inout Search) {
        guard depth < search.parts.count else {
            finish(node, &search)
            if search.found == nil, let rest = nodes[node].rest { finish(rest, &search) }
            return
        }
        if let next = nodes[node].literals[search.parts[depth].decoded] { walk(next, depth + 1, &search) }
        if search.found == nil, let next = nodes[node].single, !search.parts[depth].raw.isEmpty {
            walk(next, depth + 1, &search)
        }
        if search.found == nil, let rest = nodes[node].rest { finish(rest, &search) }
    }

    private func finish(_ node: Int, _ search: inout Search) {
        for route in nodes[node].routes
        where route.template.verb == search.verb && (route.keepsColons || !search.ignoresVerbs) {
            if route.method == search.method {
                search.found = route
                return
            }
            if !search.otherMethods.contains(route.method) { search.otherMethods.append(route.method) }
        }
    }

    private func bindings(
        of route: Route, _ parts: [(raw: Substring, decoded: String)]
    ) throws(Status) -> [(fieldPath: [Substring], value: String)] {
        var bindings: [(fieldPath: [Substring], value: String)] = []
        for variable in route.template.variables {
            // `**` takes what there is, which may be more or fewer parts than segments.
            let isRest = route.template.segments[variable.segments.upperBound - 1] == .rest
            let end = isRest ? parts.count : variable.segments.upperBound
            let range = min(variable.segments.lowerBound, end)..<end
            guard variable.isMultiSegment else {
                bindings.append((variable.fieldPath, parts[range].first?.decoded ?? ""))
                continue
            }
            var values: [String] = []
            for part in parts[range] {
                values.append(try PercentCoding.decode(part.raw, keepingSlashes: true))
            }
            bindings.append((variable.fieldPath, values.joined(separator: "/")))
        }
        return bindings
    }
}
