import CloudCore
import RPCServer
import Synchronization

/// Refuses calls of APIs that the project may not use, as Google does, and knows which have been used.
///
/// While every API has always been enabled, a call pays two loads of a flag for it.
final class ServiceGate: Sendable {
    private final class Use: Sendable {
        let hasBeen = Atomic<Bool>(false)
    }

    /// Whether an API was ever not enabled: only then the control plane is asked.
    private let isArmed: Atomic<Bool>
    private let uses: [String: Use]

    init(isArmed: Bool) {
        self.isArmed = Atomic(isArmed)
        uses = Dictionary(uniqueKeysWithValues: ServiceCatalog.names.map { ($0, Use()) })
    }

    /// Has calls checked from now on.
    func arm() { isArmed.store(true, ordering: .releasing) }

    /// Whether a call of an API was served since the cloud was made. (Google looks at 30 days.)
    func isUsed(_ service: String) -> Bool { uses[service]?.hasBeen.load(ordering: .relaxed) ?? false }

    /// What admits the calls of an API; `isServed` asks the control plane.
    func admission(
        of service: String, _ isServed: @escaping @Sendable () -> Bool,
        refusal: @escaping @Sendable () -> Status
    ) -> RPCMethod.Admission {
        let use = uses[service] ?? Use()
        return { [self] () throws(Status) in
            if isArmed.load(ordering: .acquiring), !isServed() { throw refusal() }
            if !use.hasBeen.load(ordering: .relaxed) { use.hasBeen.store(true, ordering: .relaxed) }
        }
    }
}

extension LocalCloud {
    /// The methods, each of which refuses calls while its API is not enabled.
    func gated(_ methods: [RPCMethod]) -> [RPCMethod] {
        methods.map { method in
            guard let service = ServiceCatalog.service(ofMethod: method.path) else { return method }
            return method.admitted(by: admission(of: service))
        }
    }

    /// The routes, each of which refuses requests while its API is not enabled.
    func gated(_ routes: [HTTPRoute]) -> [HTTPRoute] {
        routes.map { route in
            guard let service = ServiceCatalog.service(ofRoute: route.template) else { return route }
            return route.admitted(by: admission(of: service))
        }
    }

    private func admission(of service: String) -> RPCMethod.Admission {
        gate.admission(of: service) { [self] in
            let now = timeline.now
            return inspect { $0.services.isServed(service, at: now) }
        } refusal: { [project] in
            ServiceGate.refusal(service, project)
        }
    }
}

extension ServiceGate {
    /// The refusal of a call of an API that is not enabled, as many issues quote it, for example
    /// google-gemini/gemini-cli #1343.
    static func refusal(_ service: String, _ project: LocalProject) -> Status {
        let title = ServiceCatalog.titles[service] ?? service
        let url =
            "https://console.developers.google.com/apis/api/\(service)/overview?project=\(project.number)"
        return Status(
            .permissionDenied,
            "\(title) has not been used in project \(project.number) before or it is disabled. Enable it by visiting "
                + "\(url) then retry. If you enabled this API recently, wait a few minutes for the action to propagate "
                + "to our systems and retry.",
            details: [
                .errorInfo(
                    reason: "SERVICE_DISABLED", domain: "googleapis.com",
                    metadata: [
                        "serviceTitle": title, "consumer": "projects/\(project.number)",
                        "containerInfo": "\(project.number)", "service": service, "activationUrl": url,
                    ])
            ])
    }
}
