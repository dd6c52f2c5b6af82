import CloudCore

/// The annotations of the older API that stand for fields of the newer one.
enum KnativeAnnotations {
    static let creator = "serving.knative.dev/creator"
    static let lastModifier = "serving.knative.dev/lastModifier"
    static let operation = "run.googleapis.com/operation-id"
    static let ingress = "run.googleapis.com/ingress"
    static let ingressStatus = "run.googleapis.com/ingress-status"
    static let launchStage = "run.googleapis.com/launch-stage"
    static let clientName = "run.googleapis.com/client-name"
    static let clientVersion = "run.googleapis.com/client-version"
    static let description = "run.googleapis.com/description"
    static let invokerIamDisabled = "run.googleapis.com/invoker-iam-disabled"
    static let defaultURLDisabled = "run.googleapis.com/default-url-disabled"
    static let customAudiences = "run.googleapis.com/custom-audiences"
    static let urls = "run.googleapis.com/urls"
    static let serviceMinScale = "run.googleapis.com/minScale"
    static let scalingMode = "run.googleapis.com/scalingMode"
    static let minScale = "autoscaling.knative.dev/minScale"
    static let maxScale = "autoscaling.knative.dev/maxScale"
    static let cpuThrottling = "run.googleapis.com/cpu-throttling"
    static let startupBoost = "run.googleapis.com/startup-cpu-boost"
    static let environment = "run.googleapis.com/execution-environment"
    static let healthCheckDisabled = "run.googleapis.com/health-check-disabled"
    static let sessionAffinity = "run.googleapis.com/sessionAffinity"

    static let locationLabel = "cloud.googleapis.com/location"
    static let serviceLabel = "serving.knative.dev/service"
    static let probeTypeLabel = "run.googleapis.com/startupProbeType"

    static let ingresses: [(name: String, value: RunV2.IngressTraffic)] = [
        ("all", .all), ("internal", .internalOnly),
        ("internal-and-cloud-load-balancing", .internalLoadBalancer),
    ]
    static let launchStages: [(name: String, value: RunV2.LaunchStage)] = [
        ("GA", .ga), ("BETA", .beta), ("ALPHA", .alpha),
    ]
    static let environments: [(name: String, value: RunV2.ExecutionEnvironment)] = [
        ("gen1", .gen1), ("gen2", .gen2),
    ]

    /// Whether a key is the system's.
    static func isReserved(_ key: String) -> Bool {
        ["run.googleapis.com/", "serving.knative.dev/", "autoscaling.knative.dev/", "cloud.googleapis.com/"]
            .contains(where: key.hasPrefix)
    }

    /// The value of that name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func choice<Value>(
        _ key: String, _ text: String, _ table: [(name: String, value: Value)]
    ) throws(Status) -> Value {
        guard let found = table.first(where: { $0.name == text }) else {
            let names = table.map(\.name).joined(separator: ", ")
            throw RunRules.refusal(
                "metadata.annotations", "has \(key): \"\(text.prefix(100))\"; expected one of \(names).")
        }
        return found.value
    }

    /// - Throws: INVALID_ARGUMENT.
    static func flag(_ key: String, _ text: String) throws(Status) -> Bool {
        try choice(key, text.lowercased(), [("true", true), ("false", false)])
    }

    /// - Throws: INVALID_ARGUMENT.
    static func count(_ key: String, _ text: String) throws(Status) -> Int32 {
        guard let number = Int32(text), number >= 0 else {
            throw RunRules.refusal(
                "metadata.annotations", "has \(key): \"\(text.prefix(40))\"; expected a number.")
        }
        return number
    }
}
