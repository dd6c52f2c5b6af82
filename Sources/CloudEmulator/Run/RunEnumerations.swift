import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.IngressTraffic`.
    struct IngressTraffic: ProtoEnum {
        static let definitionName: String? = "google.cloud.run.v2.IngressTraffic"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "INGRESS_TRAFFIC_UNSPECIFIED"),
            (1, "INGRESS_TRAFFIC_ALL"),
            (2, "INGRESS_TRAFFIC_INTERNAL_ONLY"),
            (3, "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"),
            (4, "INGRESS_TRAFFIC_NONE"),
        ]

        static let all = IngressTraffic(rawValue: 1)
        static let internalOnly = IngressTraffic(rawValue: 2)
        static let internalLoadBalancer = IngressTraffic(rawValue: 3)
        static let none = IngressTraffic(rawValue: 4)
    }

    /// `google.cloud.run.v2.ExecutionEnvironment`.
    struct ExecutionEnvironment: ProtoEnum {
        static let definitionName: String? = "google.cloud.run.v2.ExecutionEnvironment"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "EXECUTION_ENVIRONMENT_UNSPECIFIED"),
            (1, "EXECUTION_ENVIRONMENT_GEN1"),
            (2, "EXECUTION_ENVIRONMENT_GEN2"),
        ]

        static let gen1 = ExecutionEnvironment(rawValue: 1)
        static let gen2 = ExecutionEnvironment(rawValue: 2)
    }

    /// `google.api.LaunchStage`.
    struct LaunchStage: ProtoEnum {
        static let definitionName: String? = "google.api.LaunchStage"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "LAUNCH_STAGE_UNSPECIFIED"),
            (6, "UNIMPLEMENTED"),
            (7, "PRELAUNCH"),
            (1, "EARLY_ACCESS"),
            (2, "ALPHA"),
            (3, "BETA"),
            (4, "GA"),
            (5, "DEPRECATED"),
        ]

        static let unimplemented = LaunchStage(rawValue: 6)
        static let prelaunch = LaunchStage(rawValue: 7)
        static let earlyAccess = LaunchStage(rawValue: 1)
        static let alpha = LaunchStage(rawValue: 2)
        static let beta = LaunchStage(rawValue: 3)
        static let ga = LaunchStage(rawValue: 4)
        static let deprecated = LaunchStage(rawValue: 5)
    }
}
