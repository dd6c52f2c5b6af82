import CloudCore

/// A model as files, documents and logs have it. What is left out is as in `base`.
///
/// ```json
/// {"base": "typical", "replicas": 5, "policies": {"granted": {"min": "30s", "max": "300s", "shape": "longTail"}}}
/// ```
extension PropagationModel {
    private static let shapes: [(name: String, shape: PropagationShape)] = [
        ("uniform", .uniform), ("longTail", .longTail),
    ]
    private static let maxReplicas = 100
    private static let longestDelay = Duration.seconds(365 * 86_400)

    /// Reads a model; `typical` where neither the base nor anything else is said.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member, its value and what would be right.
    public init(json: JSON) throws(Status) {
        let groups = Set(Plane.allCases.map(\.group))
        let fields = try JSONFields(
            json,
            known: [
                "base", "replicas", "flickerProbability", "flickerPeriod", "freshReadsAfterConflict", "shape",
                "seed",
            ] + groups.sorted())
        self = try Self.base(fields)
        replicas = try fields.integer("replicas", in: 1...Self.maxReplicas) ?? replicas
        flickerProbability = try fields.number("flickerProbability", in: 0...1) ?? flickerProbability
        flickerPeriod = max(.milliseconds(1), try fields.duration("flickerPeriod") ?? flickerPeriod)
        freshReadsAfterConflict = try fields.duration("freshReadsAfterConflict") ?? freshReadsAfterConflict
        shape = try Self.shape(fields) ?? shape
        if let text = try fields.string("seed") {
            guard let seed = UInt64(text) else { throw fields.wrong("seed", "a whole number, as a string") }
            self.seed = seed
        }
        for group in groups.sorted() {
            guard let json = fields[group] else { continue }
            let planes = Plane.allCases.filter { $0.group == group }
            let members = try JSONFields(json, at: group, known: planes.map(\.member))
            for plane in planes {
                if let json = members[plane.member] { try read(json, into: plane) }
            }
        }
    }

    private static func base(_ fields: JSONFields) throws(Status) -> PropagationModel {
        guard let name = try fields.string("base") else { return .typical }
        guard let model = PropagationModel(preset: name) else {
            throw fields.wrong("base", "one of " + presets.map(\.name).joined(separator: ", "))
        }
        return model
    }

    private mutating func read(_ json: JSON, into plane: Plane) throws(Status) {
        let fields = try JSONFields(json, at: plane.rawValue, known: ["min", "max", "shape"])
        let former = self[keyPath: plane.range]
        let max = try fields.duration("max") ?? former.upperBound
        let min = try fields.duration("min") ?? Swift.min(former.lowerBound, max)
        guard max <= Self.longestDelay else { throw fields.wrong("max", "a year at most") }
        guard min <= max else { throw fields.wrong("min", "no more than max, \(max.protoJSON)") }
        self[keyPath: plane.range] = min...max
        if let shape = try Self.shape(fields) { shapes[plane] = shape }
    }

    /// A shape by its name, or as the points of its curve.
    private static func shape(_ fields: JSONFields) throws(Status) -> PropagationShape? {
        guard let value = fields["shape"] else { return nil }
        let names = shapes.map(\.name).joined(separator: ", ")
        guard let points = value.arrayValue else {
            guard let shape = shapes.first(where: { $0.name == value.stringValue })?.shape else {
                throw fields.wrong("shape", "one of \(names), or a list of points")
            }
            return shape
        }
        var curve: [PropagationShape.Point] = []
        for (index, point) in points.enumerated() {
            let place = "\(fields.path("shape"))[\(index)]"
            let point = try JSONFields(point, at: place, known: ["writes", "delay"])
            guard let writes = try point.number("writes", in: 0...1) else {
                throw point.wrong("writes", "a share of the writes, 0 to 1")
            }
            guard let delay = try point.number("delay", in: 0...1) else {
                throw point.wrong("delay", "a share of the range, 0 to 1")
            }
            curve.append(PropagationShape.Point(writes: writes, delay: delay))
        }
        do throws(Status) { return try PropagationShape(curve) } catch {
            throw Status(error.code, "\(fields.path("shape")): \(error.message)")
        }
    }

    /// The whole model, which does not depend on what a preset is.
    public var json: JSON {
        var object: JSONObject = [
            "seed": .string(String(seed)), "replicas": .int(Int64(replicas)),
            "flickerProbability": .double(flickerProbability),
            "flickerPeriod": .string(flickerPeriod.protoJSON),
            "freshReadsAfterConflict": .string(freshReadsAfterConflict.protoJSON), "shape": shape.json,
        ]
        for plane in Plane.allCases {
            let range = self[keyPath: plane.range]
            var delay: JSONObject = [
                "min": .string(range.lowerBound.protoJSON), "max": .string(range.upperBound.protoJSON),
            ]
            if let shape = shapes[plane] { delay["shape"] = shape.json }
            var group = object[plane.group]?.objectValue ?? JSONObject()
            group[plane.member] = .object(delay)
            object[plane.group] = .object(group)
        }
        return .object(object)
    }
}

extension PropagationModel.Plane {
    fileprivate var group: String { String(rawValue.prefix { $0 != "." }) }
    fileprivate var member: String { String(rawValue.drop { $0 != "." }.dropFirst()) }
}

extension PropagationShape {
    fileprivate var json: JSON {
        .array(points.map { ["writes": .double($0.writes), "delay": .double($0.delay)] })
    }
}
