import CloudCore

/// The messages of `google/cloud/run/v2/*.proto`, without the fields that no local cloud can honour.
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
        var template: RevisionTemplate?
        var traffic: [TrafficTarget] = []
        var scaling: ServiceScaling?
        var invokerIamDisabled = false
        var defaultURIDisabled = false
        var urls: [String] = []
        var observedGeneration: Int64 = 0
        var terminalCondition: Condition?
        var conditions: [Condition] = []
        var latestReadyRevision = ""
        var latestCreatedRevision = ""
        var trafficStatuses: [TrafficTargetStatus] = []
        var uri = ""
        var customAudiences: [String] = []
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
            visitor.field(18, "template", &template)
            visitor.field(19, "traffic", &traffic)
            visitor.field(20, "scaling", &scaling)
            visitor.field(21, "invokerIamDisabled", &invokerIamDisabled)
            visitor.field(22, "defaultUriDisabled", &defaultURIDisabled)
            visitor.field(24, "urls", &urls)
            visitor.field(30, "observedGeneration", &observedGeneration)
            visitor.field(31, "terminalCondition", &terminalCondition)
            visitor.field(32, "conditions", &conditions)
            visitor.field(33, "latestReadyRevision", &latestReadyRevision)
            visitor.field(34, "latestCreatedRevision", &latestCreatedRevision)
            visitor.field(35, "trafficStatuses", &trafficStatuses)
            visitor.field(36, "uri", &uri)
            visitor.field(37, "customAudiences", &customAudiences)
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
}
