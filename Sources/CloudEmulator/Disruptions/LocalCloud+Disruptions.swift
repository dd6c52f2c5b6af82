import CloudCore
import RPCServer

extension LocalCloud {
    /// The disruptions that there are.
    public var disruptions: [Disruption] { disruptionGate.all.map(\.disruption) }

    /// Begins a disruption, which lasts until it is lifted; returns its number. One that there is already stays as
    /// it is.
    @discardableResult public func disrupt(_ disruption: Disruption) -> Int {
        let id = disruptionGate.add(disruption)
        setClocks()
        return id
    }

    /// Lifts a disruption: what it held up goes on from there.
    public func lift(_ disruption: Disruption) {
        _ = disruptionGate.remove { $1 == disruption }
        setClocks()
    }

    /// Lifts all disruptions.
    public func liftAllDisruptions() {
        _ = disruptionGate.remove { _, _ in true }
        setClocks()
    }

    /// Has the clocks stand still that are to.
    func setClocks() {
        let all = disruptions
        let wanted = ClockStopped(
            operations: all.contains(.operationStuck), propagation: all.contains(.propagationStalled))
        let present = inspect { ($0.operations.clock.isStopped, $0.propagationClock.isStopped) }
        guard present != (wanted.operations, wanted.propagation) else { return }
        // It cannot fail.
        try? perform(recording: wanted)
    }

    /// Refuses to make something in a location that is down, where its name does not tell the location.
    ///
    /// - Throws: UNAVAILABLE; nothing when a history is made again.
    func admitCreation(in location: String, _ plane: ControlPlane) throws(Status) {
        guard !plane.isReplaying, disruptionGate.isOn else { return }
        try disruptionGate.admit(resourceIn: location)
    }

    /// The methods, each of which fails as the disruptions have it.
    func disrupted(_ methods: [RPCMethod]) -> [RPCMethod] {
        methods.map { method in
            let service = ServiceCatalog.service(ofMethod: method.path)
            return method.guarded(while: { [disruptionGate] in disruptionGate.isOn }) {
                [disruptionGate, project] () throws(Status) in
                if let service { try disruptionGate.admit(service, of: project) }
            } by: { [self] (resource) throws(Status) in
                try disruptionGate.admit(resourceIn: inspect { $0.location(of: resource) })
            }
        }
    }

    /// The routes, each of which fails as the disruptions have it.
    func disrupted(_ routes: [HTTPRoute]) -> [HTTPRoute] {
        routes.map { route in
            guard let service = ServiceCatalog.service(ofRoute: route.template) else { return route }
            return route.guarded { [self] (request) throws(Status) in
                guard disruptionGate.isOn else { return }
                try disruptionGate.admit(service, of: project)
                try disruptionGate.admit(resourceIn: inspect { $0.location(of: request.path) })
            }
        }
    }

    /// The disruptions from outside:
    ///
    /// - `GET /emulator/v1/disruptions` lists them.
    /// - `POST` begins one, for example `{"name": "region-down", "location": "europe-west1"}`.
    /// - `DELETE` lifts all, `DELETE /emulator/v1/disruptions/{id}` one.
    var disruptionRoutes: [HTTPRoute] {
        let path = "/emulator/v1/disruptions"
        return [
            HTTPRoute("GET", path) { [self] _ in .json(disruptionList) },
            HTTPRoute("POST", path) { [self] request in
                .json { () throws(Status) in
                    let id = disrupt(try Disruption(json: try JSON.parse(request.body)))
                    return disruptionList["disruptions"]?.arrayValue?.first {
                        $0["id"]?.intValue == Int64(id)
                    } ?? [:]
                }
            },
            HTTPRoute("DELETE", path) { [self] _ in
                liftAllDisruptions()
                return .json(disruptionList)
            },
            HTTPRoute("DELETE", path + "/{id}") { [self] request in
                .json { () throws(Status) in
                    let text = request.parameters["id"] ?? ""
                    guard let id = Int(text), let found = disruptionGate.all.first(where: { $0.id == id })
                    else {
                        throw Status(.notFound, "There is no disruption \(text.prefix(20)).")
                    }
                    lift(found.disruption)
                    return disruptionList
                }
            },
        ]
    }

    private var disruptionList: JSON {
        [
            "disruptions": .array(
                disruptionGate.all.map { id, disruption in
                    var object: JSONObject = ["id": .int(Int64(id))]
                    for (key, value) in disruption.json.objectValue ?? [:] { object[key] = value }
                    return .object(object)
                })
        ]
    }
}
