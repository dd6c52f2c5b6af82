import CloudCore

extension RunV2 {
    /// `google.cloud.run.v2.TrafficTarget`.
    struct TrafficTarget: Message {
        static let definitionName: String? = "google.cloud.run.v2.TrafficTarget"

        var type: TrafficTargetAllocationType = TrafficTargetAllocationType(rawValue: 0)
        var revision = ""
        var percent: Int32 = 0
        var tag = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "revision", &revision)
            visitor.field(3, "percent", &percent)
            visitor.field(4, "tag", &tag)
        }
    }

    /// `google.cloud.run.v2.TrafficTargetStatus`.
    struct TrafficTargetStatus: Message {
        static let definitionName: String? = "google.cloud.run.v2.TrafficTargetStatus"

        var type: TrafficTargetAllocationType = TrafficTargetAllocationType(rawValue: 0)
        var revision = ""
        var percent: Int32 = 0
        var tag = ""
        var uri = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "revision", &revision)
            visitor.field(3, "percent", &percent)
            visitor.field(4, "tag", &tag)
            visitor.field(5, "uri", &uri)
        }
    }

    /// `google.cloud.run.v2.TrafficTargetAllocationType`.
    struct TrafficTargetAllocationType: ProtoEnum {
        static let definitionName: String? = "google.cloud.run.v2.TrafficTargetAllocationType"

        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (0, "TRAFFIC_TARGET_ALLOCATION_TYPE_UNSPECIFIED"),
            (1, "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"),
            (2, "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"),
        ]

        static let latest = TrafficTargetAllocationType(rawValue: 1)
        static let revision = TrafficTargetAllocationType(rawValue: 2)
    }
}
