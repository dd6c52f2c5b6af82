import CloudCore

/// `google.pubsub.v1.IngestionDataSourceSettings`.
public struct IngestionDataSourceSettings: Message {
    /// `aws_kinesis` of the API definition.
    public var awsKinesis: IngestionDataSourceSettings.AwsKinesis?
    /// `cloud_storage` of the API definition.
    public var cloudStorage: IngestionDataSourceSettings.CloudStorage?
    /// `azure_event_hubs` of the API definition.
    public var azureEventHubs: IngestionDataSourceSettings.AzureEventHubs?
    /// `platform_logs_settings` of the API definition.
    public var platformLogsSettings: PlatformLogsSettings?
    /// `aws_msk` of the API definition.
    public var awsMsk: IngestionDataSourceSettings.AwsMsk?
    /// `confluent_cloud` of the API definition.
    public var confluentCloud: IngestionDataSourceSettings.ConfluentCloud?

    /// What of it excludes one another.
    public static let oneofs = [Oneof("source", 1, 2, 3, 5, 6)]

    /// The message with every field at its default.
    public init() {}

    /// Shows each field to `visitor`.
    public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "awsKinesis", &awsKinesis)
        visitor.field(2, "cloudStorage", &cloudStorage)
        visitor.field(3, "azureEventHubs", &azureEventHubs)
        visitor.field(4, "platformLogsSettings", &platformLogsSettings)
        visitor.field(5, "awsMsk", &awsMsk)
        visitor.field(6, "confluentCloud", &confluentCloud)
    }

    /// `google.pubsub.v1.IngestionDataSourceSettings.AwsKinesis`.
    public struct AwsKinesis: Message {
        /// The state, set by the service.
        public var state = IngestionDataSourceSettings.AwsKinesis.State(rawValue: 0)
        /// `stream_arn` of the API definition.
        public var streamArn = ""
        /// `consumer_arn` of the API definition.
        public var consumerArn = ""
        /// `aws_role_arn` of the API definition.
        public var awsRoleARN = ""
        /// The Google account that the federated identity uses.
        public var gcpServiceAccount = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "state", &state)
            visitor.field(2, "streamArn", &streamArn)
            visitor.field(3, "consumerArn", &consumerArn)
            visitor.field(4, "awsRoleArn", &awsRoleARN)
            visitor.field(5, "gcpServiceAccount", &gcpServiceAccount)
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.AwsKinesis.State` of the API definition.
        public struct State: ProtoEnum {
            /// The number on the wire.
            public var rawValue: Int32

            /// Makes the value with that number.
            public init(rawValue: Int32) { self.rawValue = rawValue }

            /// The known values.
            public static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ACTIVE"),
                (2, "KINESIS_PERMISSION_DENIED"),
                (3, "PUBLISH_PERMISSION_DENIED"),
                (4, "STREAM_NOT_FOUND"),
                (5, "CONSUMER_NOT_FOUND"),
                (6, "CONFLICTING_REGION_CONSTRAINTS"),
            ]

            /// `STATE_UNSPECIFIED`.
            public static let unspecified = State(rawValue: 0)
            /// `ACTIVE`.
            public static let active = State(rawValue: 1)
            /// `KINESIS_PERMISSION_DENIED`.
            public static let kinesisPermissionDenied = State(rawValue: 2)
            /// `PUBLISH_PERMISSION_DENIED`.
            public static let publishPermissionDenied = State(rawValue: 3)
            /// `STREAM_NOT_FOUND`.
            public static let streamNotFound = State(rawValue: 4)
            /// `CONSUMER_NOT_FOUND`.
            public static let consumerNotFound = State(rawValue: 5)
            /// `CONFLICTING_REGION_CONSTRAINTS`.
            public static let conflictingRegionConstraints = State(rawValue: 6)
        }
    }

    /// `google.pubsub.v1.IngestionDataSourceSettings.CloudStorage`.
    public struct CloudStorage: Message {
        /// The state, set by the service.
        public var state = IngestionDataSourceSettings.CloudStorage.State(rawValue: 0)
        /// `bucket` of the API definition.
        public var bucket = ""
        /// `text_format` of the API definition.
        public var textFormat: IngestionDataSourceSettings.CloudStorage.TextFormat?
        /// `avro_format` of the API definition.
        public var avroFormat: IngestionDataSourceSettings.CloudStorage.AvroFormat?
        /// `pubsub_avro_format` of the API definition.
        public var pubsubAvroFormat: IngestionDataSourceSettings.CloudStorage.PubSubAvroFormat?
        /// `minimum_object_create_time` of the API definition.
        public var minimumObjectCreateTime: Timestamp?
        /// `match_glob` of the API definition.
        public var matchGlob = ""

        /// What of it excludes one another.
        public static let oneofs = [Oneof("input_format", 3, 4, 5)]

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "state", &state)
            visitor.field(2, "bucket", &bucket)
            visitor.field(3, "textFormat", &textFormat)
            visitor.field(4, "avroFormat", &avroFormat)
            visitor.field(5, "pubsubAvroFormat", &pubsubAvroFormat)
            visitor.field(6, "minimumObjectCreateTime", &minimumObjectCreateTime)
            visitor.field(9, "matchGlob", &matchGlob)
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.State` of the API definition.
        public struct State: ProtoEnum {
            /// The number on the wire.
            public var rawValue: Int32

            /// Makes the value with that number.
            public init(rawValue: Int32) { self.rawValue = rawValue }

            /// The known values.
            public static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ACTIVE"),
                (2, "CLOUD_STORAGE_PERMISSION_DENIED"),
                (3, "PUBLISH_PERMISSION_DENIED"),
                (4, "BUCKET_NOT_FOUND"),
                (5, "TOO_MANY_OBJECTS"),
                (8, "CONFLICTING_REGION_CONSTRAINTS"),
            ]

            /// `STATE_UNSPECIFIED`.
            public static let unspecified = State(rawValue: 0)
            /// `ACTIVE`.
            public static let active = State(rawValue: 1)
            /// `CLOUD_STORAGE_PERMISSION_DENIED`.
            public static let cloudStoragePermissionDenied = State(rawValue: 2)
            /// `PUBLISH_PERMISSION_DENIED`.
            public static let publishPermissionDenied = State(rawValue: 3)
            /// `BUCKET_NOT_FOUND`.
            public static let bucketNotFound = State(rawValue: 4)
            /// `TOO_MANY_OBJECTS`.
            public static let tooManyObjects = State(rawValue: 5)
            /// `CONFLICTING_REGION_CONSTRAINTS`.
            public static let conflictingRegionConstraints = State(rawValue: 8)
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.TextFormat`.
        public struct TextFormat: Message {
            /// `delimiter` of the API definition.
            public var delimiter: String?

            /// The message with every field at its default.
            public init() {}

            /// Shows each field to `visitor`.
            public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "delimiter", &delimiter)
            }
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.AvroFormat`.
        public struct AvroFormat: Message {
            /// The message with every field at its default.
            public init() {}

            /// Shows each field to `visitor`.
            public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.PubSubAvroFormat`.
        public struct PubSubAvroFormat: Message {
            /// The message with every field at its default.
            public init() {}

            /// Shows each field to `visitor`.
            public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {}
        }
    }

    /// `google.pubsub.v1.IngestionDataSourceSettings.AzureEventHubs`.
    public struct AzureEventHubs: Message {
        /// The state, set by the service.
        public var state = IngestionDataSourceSettings.AzureEventHubs.State(rawValue: 0)
        /// `resource_group` of the API definition.
        public var resourceGroup = ""
        /// `namespace` of the API definition.
        public var namespace = ""
        /// `event_hub` of the API definition.
        public var eventHub = ""
        /// Identifies the client across its streams.
        public var clientId = ""
        /// `tenant_id` of the API definition.
        public var tenantId = ""
        /// `subscription_id` of the API definition.
        public var subscriptionId = ""
        /// The Google account that the federated identity uses.
        public var gcpServiceAccount = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "state", &state)
            visitor.field(2, "resourceGroup", &resourceGroup)
            visitor.field(3, "namespace", &namespace)
            visitor.field(4, "eventHub", &eventHub)
            visitor.field(5, "clientId", &clientId)
            visitor.field(6, "tenantId", &tenantId)
            visitor.field(7, "subscriptionId", &subscriptionId)
            visitor.field(8, "gcpServiceAccount", &gcpServiceAccount)
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.AzureEventHubs.State` of the API definition.
        public struct State: ProtoEnum {
            /// The number on the wire.
            public var rawValue: Int32

            /// Makes the value with that number.
            public init(rawValue: Int32) { self.rawValue = rawValue }

            /// The known values.
            public static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ACTIVE"),
                (2, "EVENT_HUBS_PERMISSION_DENIED"),
                (3, "PUBLISH_PERMISSION_DENIED"),
                (4, "NAMESPACE_NOT_FOUND"),
                (5, "EVENT_HUB_NOT_FOUND"),
                (6, "SUBSCRIPTION_NOT_FOUND"),
                (7, "RESOURCE_GROUP_NOT_FOUND"),
                (8, "CONFLICTING_REGION_CONSTRAINTS"),
            ]

            /// `STATE_UNSPECIFIED`.
            public static let unspecified = State(rawValue: 0)
            /// `ACTIVE`.
            public static let active = State(rawValue: 1)
            /// `EVENT_HUBS_PERMISSION_DENIED`.
            public static let eventHubsPermissionDenied = State(rawValue: 2)
            /// `PUBLISH_PERMISSION_DENIED`.
            public static let publishPermissionDenied = State(rawValue: 3)
            /// `NAMESPACE_NOT_FOUND`.
            public static let namespaceNotFound = State(rawValue: 4)
            /// `EVENT_HUB_NOT_FOUND`.
            public static let eventHubNotFound = State(rawValue: 5)
            /// `SUBSCRIPTION_NOT_FOUND`.
            public static let subscriptionNotFound = State(rawValue: 6)
            /// `RESOURCE_GROUP_NOT_FOUND`.
            public static let resourceGroupNotFound = State(rawValue: 7)
            /// `CONFLICTING_REGION_CONSTRAINTS`.
            public static let conflictingRegionConstraints = State(rawValue: 8)
        }
    }

    /// `google.pubsub.v1.IngestionDataSourceSettings.AwsMsk`.
    public struct AwsMsk: Message {
        /// The state, set by the service.
        public var state = IngestionDataSourceSettings.AwsMsk.State(rawValue: 0)
        /// `cluster_arn` of the API definition.
        public var clusterArn = ""
        /// The name of the topic.
        public var topic = ""
        /// `aws_role_arn` of the API definition.
        public var awsRoleARN = ""
        /// The Google account that the federated identity uses.
        public var gcpServiceAccount = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "state", &state)
            visitor.field(2, "clusterArn", &clusterArn)
            visitor.field(3, "topic", &topic)
            visitor.field(4, "awsRoleArn", &awsRoleARN)
            visitor.field(5, "gcpServiceAccount", &gcpServiceAccount)
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.AwsMsk.State` of the API definition.
        public struct State: ProtoEnum {
            /// The number on the wire.
            public var rawValue: Int32

            /// Makes the value with that number.
            public init(rawValue: Int32) { self.rawValue = rawValue }

            /// The known values.
            public static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ACTIVE"),
                (2, "MSK_PERMISSION_DENIED"),
                (3, "PUBLISH_PERMISSION_DENIED"),
                (4, "CLUSTER_NOT_FOUND"),
                (5, "TOPIC_NOT_FOUND"),
                (6, "CONFLICTING_REGION_CONSTRAINTS"),
            ]

            /// `STATE_UNSPECIFIED`.
            public static let unspecified = State(rawValue: 0)
            /// `ACTIVE`.
            public static let active = State(rawValue: 1)
            /// `MSK_PERMISSION_DENIED`.
            public static let mskPermissionDenied = State(rawValue: 2)
            /// `PUBLISH_PERMISSION_DENIED`.
            public static let publishPermissionDenied = State(rawValue: 3)
            /// `CLUSTER_NOT_FOUND`.
            public static let clusterNotFound = State(rawValue: 4)
            /// `TOPIC_NOT_FOUND`.
            public static let topicNotFound = State(rawValue: 5)
            /// `CONFLICTING_REGION_CONSTRAINTS`.
            public static let conflictingRegionConstraints = State(rawValue: 6)
        }
    }

    /// `google.pubsub.v1.IngestionDataSourceSettings.ConfluentCloud`.
    public struct ConfluentCloud: Message {
        /// The state, set by the service.
        public var state = IngestionDataSourceSettings.ConfluentCloud.State(rawValue: 0)
        /// `bootstrap_server` of the API definition.
        public var bootstrapServer = ""
        /// `cluster_id` of the API definition.
        public var clusterId = ""
        /// The name of the topic.
        public var topic = ""
        /// `identity_pool_id` of the API definition.
        public var identityPoolId = ""
        /// The Google account that the federated identity uses.
        public var gcpServiceAccount = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "state", &state)
            visitor.field(2, "bootstrapServer", &bootstrapServer)
            visitor.field(3, "clusterId", &clusterId)
            visitor.field(4, "topic", &topic)
            visitor.field(5, "identityPoolId", &identityPoolId)
            visitor.field(6, "gcpServiceAccount", &gcpServiceAccount)
        }

        /// `google.pubsub.v1.IngestionDataSourceSettings.ConfluentCloud.State` of the API definition.
        public struct State: ProtoEnum {
            /// The number on the wire.
            public var rawValue: Int32

            /// Makes the value with that number.
            public init(rawValue: Int32) { self.rawValue = rawValue }

            /// The known values.
            public static let names: [(number: Int32, name: String)] = [
                (0, "STATE_UNSPECIFIED"),
                (1, "ACTIVE"),
                (2, "CONFLUENT_CLOUD_PERMISSION_DENIED"),
                (3, "PUBLISH_PERMISSION_DENIED"),
                (4, "UNREACHABLE_BOOTSTRAP_SERVER"),
                (5, "CLUSTER_NOT_FOUND"),
                (6, "TOPIC_NOT_FOUND"),
                (7, "CONFLICTING_REGION_CONSTRAINTS"),
            ]

            /// `STATE_UNSPECIFIED`.
            public static let unspecified = State(rawValue: 0)
            /// `ACTIVE`.
            public static let active = State(rawValue: 1)
            /// `CONFLUENT_CLOUD_PERMISSION_DENIED`.
            public static let confluentCloudPermissionDenied = State(rawValue: 2)
            /// `PUBLISH_PERMISSION_DENIED`.
            public static let publishPermissionDenied = State(rawValue: 3)
            /// `UNREACHABLE_BOOTSTRAP_SERVER`.
            public static let unreachableBootstrapServer = State(rawValue: 4)
            /// `CLUSTER_NOT_FOUND`.
            public static let clusterNotFound = State(rawValue: 5)
            /// `TOPIC_NOT_FOUND`.
            public static let topicNotFound = State(rawValue: 6)
            /// `CONFLICTING_REGION_CONSTRAINTS`.
            public static let conflictingRegionConstraints = State(rawValue: 7)
        }
    }
}
