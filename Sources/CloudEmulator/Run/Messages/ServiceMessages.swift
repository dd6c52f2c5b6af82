import CloudCore

/// The messages of `google/cloud/run/v2/*.proto`, as far as they are about services and their revisions.
enum RunV2 {}

extension RunV2 {
    /// `google.cloud.run.v2.Service`.
    struct Service: Message {
        static let definitionName: String? = "google.cloud.run.v2.Service"

        var name = ""
        var description = ""
        var uid = ""
        var generation: Int64 = 0
        var labels: StringMap = [:]
        var annotations: StringMap = [:]
        var createTime: Timestamp?
        var updateTime: Timestamp?
        var deleteTime: Timestamp?
        var expireTime: Timestamp?
        var creator = ""
        var lastModifier = ""
        var client = ""
        var clientVersion = ""
        var ingress: IngressTraffic = IngressTraffic(rawValue: 0)
        var launchStage: LaunchStage = LaunchStage(rawValue: 0)
        var binaryAuthorization: BinaryAuthorization?
        var template: RevisionTemplate?
        var traffic: [TrafficTarget] = []
        var scaling: ServiceScaling?
        var invokerIamDisabled = false
        var defaultUriDisabled = false
        var urls: [String] = []
        var iapEnabled = false
        var multiRegionSettings: Service.MultiRegionSettings?
        var observedGeneration: Int64 = 0
        var terminalCondition: Condition?
        var conditions: [Condition] = []
        var latestReadyRevision = ""
        var latestCreatedRevision = ""
        var trafficStatuses: [TrafficTargetStatus] = []
        var uri = ""
        var customAudiences: [String] = []
        var satisfiesPzs = false
        var threatDetectionEnabled = false
        var buildConfig: BuildConfig?
        var reconciling = false
        var etag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "description", &description)
            visitor.field(3, "uid", &uid)
            visitor.field(4, "generation", &generation)
            visitor.field(5, "labels", &labels)
            visitor.field(6, "annotations", &annotations)
            visitor.field(7, "createTime", &createTime)
            visitor.field(8, "updateTime", &updateTime)
            visitor.field(9, "deleteTime", &deleteTime)
            visitor.field(10, "expireTime", &expireTime)
            visitor.field(11, "creator", &creator)
            visitor.field(12, "lastModifier", &lastModifier)
            visitor.field(13, "client", &client)
            visitor.field(14, "clientVersion", &clientVersion)
            visitor.field(15, "ingress", &ingress)
            visitor.field(16, "launchStage", &launchStage)
            visitor.field(17, "binaryAuthorization", &binaryAuthorization)
            visitor.field(18, "template", &template)
            visitor.field(19, "traffic", &traffic)
            visitor.field(20, "scaling", &scaling)
            visitor.field(21, "invokerIamDisabled", &invokerIamDisabled)
            visitor.field(22, "defaultUriDisabled", &defaultUriDisabled)
            visitor.field(24, "urls", &urls)
            visitor.field(25, "iapEnabled", &iapEnabled)
            visitor.field(26, "multiRegionSettings", &multiRegionSettings)
            visitor.field(30, "observedGeneration", &observedGeneration)
            visitor.field(31, "terminalCondition", &terminalCondition)
            visitor.field(32, "conditions", &conditions)
            visitor.field(33, "latestReadyRevision", &latestReadyRevision)
            visitor.field(34, "latestCreatedRevision", &latestCreatedRevision)
            visitor.field(35, "trafficStatuses", &trafficStatuses)
            visitor.field(36, "uri", &uri)
            visitor.field(37, "customAudiences", &customAudiences)
            visitor.field(38, "satisfiesPzs", &satisfiesPzs)
            visitor.field(40, "threatDetectionEnabled", &threatDetectionEnabled)
            visitor.field(41, "buildConfig", &buildConfig)
            visitor.field(98, "reconciling", &reconciling)
            visitor.field(99, "etag", &etag)
        }

        /// `google.cloud.run.v2.Service.MultiRegionSettings`.
        struct MultiRegionSettings: Message {
            static let definitionName: String? = "google.cloud.run.v2.Service.MultiRegionSettings"

            var regions: [String] = []
            var multiRegionID = ""

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "regions", &regions)
                visitor.field(2, "multiRegionId", &multiRegionID)
            }
        }
    }

    /// `google.cloud.run.v2.ServiceScaling`.
    struct ServiceScaling: Message {
        static let definitionName: String? = "google.cloud.run.v2.ServiceScaling"

        var minInstanceCount: Int32 = 0
        var scalingMode: ServiceScaling.ScalingMode = ServiceScaling.ScalingMode(rawValue: 0)
        var maxInstanceCount: Int32 = 0
        var manualInstanceCount: Int32?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "minInstanceCount", &minInstanceCount)
            visitor.field(3, "scalingMode", &scalingMode)
            visitor.field(4, "maxInstanceCount", &maxInstanceCount)
            visitor.field(6, "manualInstanceCount", &manualInstanceCount)
        }

        /// `google.cloud.run.v2.ServiceScaling.ScalingMode`.
        struct ScalingMode: ProtoEnum {
            static let definitionName: String? = "google.cloud.run.v2.ServiceScaling.ScalingMode"

            var rawValue: Int32

            static let names: [(number: Int32, name: String)] = [
                (0, "SCALING_MODE_UNSPECIFIED"),
                (1, "AUTOMATIC"),
                (2, "MANUAL"),
            ]

            static let automatic = ScalingMode(rawValue: 1)
            static let manual = ScalingMode(rawValue: 2)
        }
    }

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

        static let alpha = LaunchStage(rawValue: 2)
        static let beta = LaunchStage(rawValue: 3)
        static let ga = LaunchStage(rawValue: 4)
    }
}
