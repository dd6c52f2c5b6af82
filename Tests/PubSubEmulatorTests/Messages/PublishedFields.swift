/// The published definitions, as scripts/descriptors has written them. Do not edit.
///
/// A message or enumeration a paragraph: its full name, then each field with number, name, JSON name and type, or
/// each value with its number. A type begins with `repeated`, with `optional` if it has presence by itself, or with
/// the name of its `oneof` in parentheses.
enum PublishedFields {
    static let text = """
        message google.iam.v1.SetIamPolicyRequest
          1 resource resource string
          2 policy policy google.iam.v1.Policy
          3 update_mask updateMask google.protobuf.FieldMask
        message google.iam.v1.GetIamPolicyRequest
          1 resource resource string
          2 options options google.iam.v1.GetPolicyOptions
        message google.iam.v1.TestIamPermissionsRequest
          1 resource resource string
          2 permissions permissions repeated string
        message google.iam.v1.TestIamPermissionsResponse
          1 permissions permissions repeated string
        message google.iam.v1.GetPolicyOptions
          1 requested_policy_version requestedPolicyVersion int32
        message google.iam.v1.Policy
          1 version version int32
          3 etag etag bytes
          4 bindings bindings repeated google.iam.v1.Binding
          6 audit_configs auditConfigs repeated google.iam.v1.AuditConfig
        message google.iam.v1.Binding
          1 role role string
          2 members members repeated string
          3 condition condition google.type.Expr
        message google.iam.v1.AuditConfig
          1 service service string
          3 audit_log_configs auditLogConfigs repeated google.iam.v1.AuditLogConfig
        message google.iam.v1.AuditLogConfig
          1 log_type logType google.iam.v1.AuditLogConfig.LogType
          2 exempted_members exemptedMembers repeated string
        enum google.iam.v1.AuditLogConfig.LogType
          0 LOG_TYPE_UNSPECIFIED
          1 ADMIN_READ
          2 DATA_WRITE
          3 DATA_READ
        message google.iam.v1.PolicyDelta
          1 binding_deltas bindingDeltas repeated google.iam.v1.BindingDelta
          2 audit_config_deltas auditConfigDeltas repeated google.iam.v1.AuditConfigDelta
        message google.iam.v1.BindingDelta
          1 action action google.iam.v1.BindingDelta.Action
          2 role role string
          3 member member string
          4 condition condition google.type.Expr
        enum google.iam.v1.BindingDelta.Action
          0 ACTION_UNSPECIFIED
          1 ADD
          2 REMOVE
        message google.iam.v1.AuditConfigDelta
          1 action action google.iam.v1.AuditConfigDelta.Action
          2 service service string
          3 exempted_member exemptedMember string
          4 log_type logType string
        enum google.iam.v1.AuditConfigDelta.Action
          0 ACTION_UNSPECIFIED
          1 ADD
          2 REMOVE
        message google.protobuf.Any
          1 type_url typeUrl string
          2 value value bytes
        message google.protobuf.Duration
          1 seconds seconds int64
          2 nanos nanos int32
        message google.protobuf.Empty
        message google.protobuf.FieldMask
          1 paths paths repeated string
        message google.protobuf.Timestamp
          1 seconds seconds int64
          2 nanos nanos int32
        message google.pubsub.v1.MessageStoragePolicy
          1 allowed_persistence_regions allowedPersistenceRegions repeated string
          2 enforce_in_transit enforceInTransit bool
        message google.pubsub.v1.SchemaSettings
          1 schema schema string
          2 encoding encoding google.pubsub.v1.Encoding
          3 first_revision_id firstRevisionId string
          4 last_revision_id lastRevisionId string
        message google.pubsub.v1.IngestionDataSourceSettings
          1 aws_kinesis awsKinesis (source) google.pubsub.v1.IngestionDataSourceSettings.AwsKinesis
          2 cloud_storage cloudStorage (source) google.pubsub.v1.IngestionDataSourceSettings.CloudStorage
          3 azure_event_hubs azureEventHubs (source) google.pubsub.v1.IngestionDataSourceSettings.AzureEventHubs
          4 platform_logs_settings platformLogsSettings google.pubsub.v1.PlatformLogsSettings
          5 aws_msk awsMsk (source) google.pubsub.v1.IngestionDataSourceSettings.AwsMsk
          6 confluent_cloud confluentCloud (source) google.pubsub.v1.IngestionDataSourceSettings.ConfluentCloud
        message google.pubsub.v1.IngestionDataSourceSettings.AwsKinesis
          1 state state google.pubsub.v1.IngestionDataSourceSettings.AwsKinesis.State
          2 stream_arn streamArn string
          3 consumer_arn consumerArn string
          4 aws_role_arn awsRoleArn string
          5 gcp_service_account gcpServiceAccount string
        enum google.pubsub.v1.IngestionDataSourceSettings.AwsKinesis.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 KINESIS_PERMISSION_DENIED
          3 PUBLISH_PERMISSION_DENIED
          4 STREAM_NOT_FOUND
          5 CONSUMER_NOT_FOUND
          6 CONFLICTING_REGION_CONSTRAINTS
        message google.pubsub.v1.IngestionDataSourceSettings.CloudStorage
          1 state state google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.State
          2 bucket bucket string
          3 text_format textFormat (input_format) google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.TextFormat
          4 avro_format avroFormat (input_format) google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.AvroFormat
          5 pubsub_avro_format pubsubAvroFormat (input_format) google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.PubSubAvroFormat
          6 minimum_object_create_time minimumObjectCreateTime google.protobuf.Timestamp
          9 match_glob matchGlob string
        enum google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 CLOUD_STORAGE_PERMISSION_DENIED
          3 PUBLISH_PERMISSION_DENIED
          4 BUCKET_NOT_FOUND
          5 TOO_MANY_OBJECTS
          8 CONFLICTING_REGION_CONSTRAINTS
        message google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.TextFormat
          1 delimiter delimiter optional string
        message google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.AvroFormat
        message google.pubsub.v1.IngestionDataSourceSettings.CloudStorage.PubSubAvroFormat
        message google.pubsub.v1.IngestionDataSourceSettings.AzureEventHubs
          1 state state google.pubsub.v1.IngestionDataSourceSettings.AzureEventHubs.State
          2 resource_group resourceGroup string
          3 namespace namespace string
          4 event_hub eventHub string
          5 client_id clientId string
          6 tenant_id tenantId string
          7 subscription_id subscriptionId string
          8 gcp_service_account gcpServiceAccount string
        enum google.pubsub.v1.IngestionDataSourceSettings.AzureEventHubs.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 EVENT_HUBS_PERMISSION_DENIED
          3 PUBLISH_PERMISSION_DENIED
          4 NAMESPACE_NOT_FOUND
          5 EVENT_HUB_NOT_FOUND
          6 SUBSCRIPTION_NOT_FOUND
          7 RESOURCE_GROUP_NOT_FOUND
          8 CONFLICTING_REGION_CONSTRAINTS
        message google.pubsub.v1.IngestionDataSourceSettings.AwsMsk
          1 state state google.pubsub.v1.IngestionDataSourceSettings.AwsMsk.State
          2 cluster_arn clusterArn string
          3 topic topic string
          4 aws_role_arn awsRoleArn string
          5 gcp_service_account gcpServiceAccount string
        enum google.pubsub.v1.IngestionDataSourceSettings.AwsMsk.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 MSK_PERMISSION_DENIED
          3 PUBLISH_PERMISSION_DENIED
          4 CLUSTER_NOT_FOUND
          5 TOPIC_NOT_FOUND
          6 CONFLICTING_REGION_CONSTRAINTS
        message google.pubsub.v1.IngestionDataSourceSettings.ConfluentCloud
          1 state state google.pubsub.v1.IngestionDataSourceSettings.ConfluentCloud.State
          2 bootstrap_server bootstrapServer string
          3 cluster_id clusterId string
          4 topic topic string
          5 identity_pool_id identityPoolId string
          6 gcp_service_account gcpServiceAccount string
        enum google.pubsub.v1.IngestionDataSourceSettings.ConfluentCloud.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 CONFLUENT_CLOUD_PERMISSION_DENIED
          3 PUBLISH_PERMISSION_DENIED
          4 UNREACHABLE_BOOTSTRAP_SERVER
          5 CLUSTER_NOT_FOUND
          6 TOPIC_NOT_FOUND
          7 CONFLICTING_REGION_CONSTRAINTS
        message google.pubsub.v1.PlatformLogsSettings
          1 severity severity google.pubsub.v1.PlatformLogsSettings.Severity
        enum google.pubsub.v1.PlatformLogsSettings.Severity
          0 SEVERITY_UNSPECIFIED
          1 DISABLED
          2 DEBUG
          3 INFO
          4 WARNING
          5 ERROR
        message google.pubsub.v1.IngestionFailureEvent
          1 topic topic string
          2 error_message errorMessage string
          3 cloud_storage_failure cloudStorageFailure (failure) google.pubsub.v1.IngestionFailureEvent.CloudStorageFailure
          4 aws_msk_failure awsMskFailure (failure) google.pubsub.v1.IngestionFailureEvent.AwsMskFailureReason
          5 azure_event_hubs_failure azureEventHubsFailure (failure) google.pubsub.v1.IngestionFailureEvent.AzureEventHubsFailureReason
          6 confluent_cloud_failure confluentCloudFailure (failure) google.pubsub.v1.IngestionFailureEvent.ConfluentCloudFailureReason
          7 aws_kinesis_failure awsKinesisFailure (failure) google.pubsub.v1.IngestionFailureEvent.AwsKinesisFailureReason
        message google.pubsub.v1.IngestionFailureEvent.ApiViolationReason
        message google.pubsub.v1.IngestionFailureEvent.AvroFailureReason
        message google.pubsub.v1.IngestionFailureEvent.SchemaViolationReason
        message google.pubsub.v1.IngestionFailureEvent.MessageTransformationFailureReason
        message google.pubsub.v1.IngestionFailureEvent.CloudStorageFailure
          1 bucket bucket string
          2 object_name objectName string
          3 object_generation objectGeneration int64
          5 avro_failure_reason avroFailureReason (reason) google.pubsub.v1.IngestionFailureEvent.AvroFailureReason
          6 api_violation_reason apiViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.ApiViolationReason
          7 schema_violation_reason schemaViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.SchemaViolationReason
          8 message_transformation_failure_reason messageTransformationFailureReason (reason) google.pubsub.v1.IngestionFailureEvent.MessageTransformationFailureReason
        message google.pubsub.v1.IngestionFailureEvent.AwsMskFailureReason
          1 cluster_arn clusterArn string
          2 kafka_topic kafkaTopic string
          3 partition_id partitionId int64
          4 offset offset int64
          5 api_violation_reason apiViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.ApiViolationReason
          6 schema_violation_reason schemaViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.SchemaViolationReason
          7 message_transformation_failure_reason messageTransformationFailureReason (reason) google.pubsub.v1.IngestionFailureEvent.MessageTransformationFailureReason
        message google.pubsub.v1.IngestionFailureEvent.AzureEventHubsFailureReason
          1 namespace namespace string
          2 event_hub eventHub string
          3 partition_id partitionId int64
          4 offset offset int64
          5 api_violation_reason apiViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.ApiViolationReason
          6 schema_violation_reason schemaViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.SchemaViolationReason
          7 message_transformation_failure_reason messageTransformationFailureReason (reason) google.pubsub.v1.IngestionFailureEvent.MessageTransformationFailureReason
        message google.pubsub.v1.IngestionFailureEvent.ConfluentCloudFailureReason
          1 cluster_id clusterId string
          2 kafka_topic kafkaTopic string
          3 partition_id partitionId int64
          4 offset offset int64
          5 api_violation_reason apiViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.ApiViolationReason
          6 schema_violation_reason schemaViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.SchemaViolationReason
          7 message_transformation_failure_reason messageTransformationFailureReason (reason) google.pubsub.v1.IngestionFailureEvent.MessageTransformationFailureReason
        message google.pubsub.v1.IngestionFailureEvent.AwsKinesisFailureReason
          1 stream_arn streamArn string
          2 partition_key partitionKey string
          3 sequence_number sequenceNumber string
          4 schema_violation_reason schemaViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.SchemaViolationReason
          5 message_transformation_failure_reason messageTransformationFailureReason (reason) google.pubsub.v1.IngestionFailureEvent.MessageTransformationFailureReason
          6 api_violation_reason apiViolationReason (reason) google.pubsub.v1.IngestionFailureEvent.ApiViolationReason
        message google.pubsub.v1.JavaScriptUDF
          1 function_name functionName string
          2 code code string
        message google.pubsub.v1.Compression
          1 compression_algorithm compressionAlgorithm google.pubsub.v1.Compression.CompressionAlgorithm
          2 compression_mode compressionMode google.pubsub.v1.Compression.CompressionMode
        enum google.pubsub.v1.Compression.CompressionAlgorithm
          0 COMPRESSION_ALGORITHM_UNSPECIFIED
          1 ZLIB
          3 ZSTD
        enum google.pubsub.v1.Compression.CompressionMode
          0 COMPRESSION_MODE_UNSPECIFIED
          1 COMPRESS
          2 DECOMPRESS
        message google.pubsub.v1.AIInference
          1 endpoint endpoint string
          2 unstructured_inference unstructuredInference (inference_mode) google.pubsub.v1.AIInference.UnstructuredInference
          3 service_account_email serviceAccountEmail string
        message google.pubsub.v1.AIInference.UnstructuredInference
          1 parameters parameters google.protobuf.Struct
        message google.pubsub.v1.MessageTransform
          2 javascript_udf javascriptUdf (transform) google.pubsub.v1.JavaScriptUDF
          3 enabled enabled bool
          4 disabled disabled bool
          6 ai_inference aiInference (transform) google.pubsub.v1.AIInference
          7 compression compression (transform) google.pubsub.v1.Compression
        message google.pubsub.v1.Topic
          1 name name string
          2 labels labels map<string,string>
          3 message_storage_policy messageStoragePolicy google.pubsub.v1.MessageStoragePolicy
          5 kms_key_name kmsKeyName string
          6 schema_settings schemaSettings google.pubsub.v1.SchemaSettings
          7 satisfies_pzs satisfiesPzs bool
          8 message_retention_duration messageRetentionDuration google.protobuf.Duration
          9 state state google.pubsub.v1.Topic.State
          10 ingestion_data_source_settings ingestionDataSourceSettings google.pubsub.v1.IngestionDataSourceSettings
          13 message_transforms messageTransforms repeated google.pubsub.v1.MessageTransform
          14 tags tags map<string,string>
        enum google.pubsub.v1.Topic.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 INGESTION_RESOURCE_ERROR
        message google.pubsub.v1.PubsubMessage
          1 data data bytes
          2 attributes attributes map<string,string>
          3 message_id messageId string
          4 publish_time publishTime google.protobuf.Timestamp
          5 ordering_key orderingKey string
        message google.pubsub.v1.GetTopicRequest
          1 topic topic string
        message google.pubsub.v1.UpdateTopicRequest
          1 topic topic google.pubsub.v1.Topic
          2 update_mask updateMask google.protobuf.FieldMask
        message google.pubsub.v1.PublishRequest
          1 topic topic string
          2 messages messages repeated google.pubsub.v1.PubsubMessage
        message google.pubsub.v1.PublishResponse
          1 message_ids messageIds repeated string
        message google.pubsub.v1.ListTopicsRequest
          1 project project string
          2 page_size pageSize int32
          3 page_token pageToken string
        message google.pubsub.v1.ListTopicsResponse
          1 topics topics repeated google.pubsub.v1.Topic
          2 next_page_token nextPageToken string
        message google.pubsub.v1.ListTopicSubscriptionsRequest
          1 topic topic string
          2 page_size pageSize int32
          3 page_token pageToken string
        message google.pubsub.v1.ListTopicSubscriptionsResponse
          1 subscriptions subscriptions repeated string
          2 next_page_token nextPageToken string
        message google.pubsub.v1.ListTopicSnapshotsRequest
          1 topic topic string
          2 page_size pageSize int32
          3 page_token pageToken string
        message google.pubsub.v1.ListTopicSnapshotsResponse
          1 snapshots snapshots repeated string
          2 next_page_token nextPageToken string
        message google.pubsub.v1.DeleteTopicRequest
          1 topic topic string
        message google.pubsub.v1.DetachSubscriptionRequest
          1 subscription subscription string
        message google.pubsub.v1.DetachSubscriptionResponse
        message google.pubsub.v1.Subscription
          1 name name string
          2 topic topic string
          4 push_config pushConfig google.pubsub.v1.PushConfig
          5 ack_deadline_seconds ackDeadlineSeconds int32
          7 retain_acked_messages retainAckedMessages bool
          8 message_retention_duration messageRetentionDuration google.protobuf.Duration
          9 labels labels map<string,string>
          10 enable_message_ordering enableMessageOrdering bool
          11 expiration_policy expirationPolicy google.pubsub.v1.ExpirationPolicy
          12 filter filter string
          13 dead_letter_policy deadLetterPolicy google.pubsub.v1.DeadLetterPolicy
          14 retry_policy retryPolicy google.pubsub.v1.RetryPolicy
          15 detached detached bool
          16 enable_exactly_once_delivery enableExactlyOnceDelivery bool
          17 topic_message_retention_duration topicMessageRetentionDuration google.protobuf.Duration
          18 bigquery_config bigqueryConfig google.pubsub.v1.BigQueryConfig
          19 state state google.pubsub.v1.Subscription.State
          22 cloud_storage_config cloudStorageConfig google.pubsub.v1.CloudStorageConfig
          23 analytics_hub_subscription_info analyticsHubSubscriptionInfo google.pubsub.v1.Subscription.AnalyticsHubSubscriptionInfo
          25 message_transforms messageTransforms repeated google.pubsub.v1.MessageTransform
          26 tags tags map<string,string>
          27 bigtable_config bigtableConfig google.pubsub.v1.BigtableConfig
        enum google.pubsub.v1.Subscription.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 RESOURCE_ERROR
        message google.pubsub.v1.Subscription.AnalyticsHubSubscriptionInfo
          1 listing listing string
          2 subscription subscription string
        message google.pubsub.v1.RetryPolicy
          1 minimum_backoff minimumBackoff google.protobuf.Duration
          2 maximum_backoff maximumBackoff google.protobuf.Duration
        message google.pubsub.v1.DeadLetterPolicy
          1 dead_letter_topic deadLetterTopic string
          2 max_delivery_attempts maxDeliveryAttempts int32
        message google.pubsub.v1.ExpirationPolicy
          1 ttl ttl google.protobuf.Duration
        message google.pubsub.v1.PushConfig
          1 push_endpoint pushEndpoint string
          2 attributes attributes map<string,string>
          3 oidc_token oidcToken (authentication_method) google.pubsub.v1.PushConfig.OidcToken
          4 pubsub_wrapper pubsubWrapper (wrapper) google.pubsub.v1.PushConfig.PubsubWrapper
          5 no_wrapper noWrapper (wrapper) google.pubsub.v1.PushConfig.NoWrapper
        message google.pubsub.v1.PushConfig.OidcToken
          1 service_account_email serviceAccountEmail string
          2 audience audience string
        message google.pubsub.v1.PushConfig.PubsubWrapper
        message google.pubsub.v1.PushConfig.NoWrapper
          1 write_metadata writeMetadata bool
        message google.pubsub.v1.BigQueryConfig
          1 table table string
          2 use_topic_schema useTopicSchema bool
          3 write_metadata writeMetadata bool
          4 drop_unknown_fields dropUnknownFields bool
          5 state state google.pubsub.v1.BigQueryConfig.State
          6 use_table_schema useTableSchema bool
          7 service_account_email serviceAccountEmail string
        enum google.pubsub.v1.BigQueryConfig.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 PERMISSION_DENIED
          3 NOT_FOUND
          4 SCHEMA_MISMATCH
          5 IN_TRANSIT_LOCATION_RESTRICTION
          6 VERTEX_AI_LOCATION_RESTRICTION
        message google.pubsub.v1.BigtableConfig
          1 table table string
          2 app_profile_id appProfileId string
          3 service_account_email serviceAccountEmail string
          4 state state google.pubsub.v1.BigtableConfig.State
          5 write_metadata writeMetadata bool
          6 column_family_mapping columnFamilyMapping (message_mapping) google.pubsub.v1.BigtableConfig.ColumnFamilyMapping
        enum google.pubsub.v1.BigtableConfig.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 NOT_FOUND
          3 APP_PROFILE_MISCONFIGURED
          4 PERMISSION_DENIED
          5 SCHEMA_MISMATCH
          6 IN_TRANSIT_LOCATION_RESTRICTION
          7 VERTEX_AI_LOCATION_RESTRICTION
        message google.pubsub.v1.BigtableConfig.ColumnFamilyMapping
          1 row_key_schema rowKeySchema (key_definition) google.pubsub.v1.BigtableConfig.ColumnFamilyMapping.RowKeySchema
          2 delimited_key delimitedKey (key_definition) google.pubsub.v1.BigtableConfig.ColumnFamilyMapping.DelimitedKey
        message google.pubsub.v1.BigtableConfig.ColumnFamilyMapping.RowKeySchema
        message google.pubsub.v1.BigtableConfig.ColumnFamilyMapping.DelimitedKey
          1 key_fields keyFields repeated string
          2 delimiter delimiter bytes
        message google.pubsub.v1.CloudStorageConfig
          1 bucket bucket string
          2 filename_prefix filenamePrefix string
          3 filename_suffix filenameSuffix string
          4 text_config textConfig (output_format) google.pubsub.v1.CloudStorageConfig.TextConfig
          5 avro_config avroConfig (output_format) google.pubsub.v1.CloudStorageConfig.AvroConfig
          6 max_duration maxDuration google.protobuf.Duration
          7 max_bytes maxBytes int64
          8 max_messages maxMessages int64
          9 state state google.pubsub.v1.CloudStorageConfig.State
          10 filename_datetime_format filenameDatetimeFormat string
          11 service_account_email serviceAccountEmail string
        enum google.pubsub.v1.CloudStorageConfig.State
          0 STATE_UNSPECIFIED
          1 ACTIVE
          2 PERMISSION_DENIED
          3 NOT_FOUND
          4 IN_TRANSIT_LOCATION_RESTRICTION
          5 SCHEMA_MISMATCH
          6 VERTEX_AI_LOCATION_RESTRICTION
        message google.pubsub.v1.CloudStorageConfig.TextConfig
        message google.pubsub.v1.CloudStorageConfig.AvroConfig
          1 write_metadata writeMetadata bool
          2 use_topic_schema useTopicSchema bool
        message google.pubsub.v1.ReceivedMessage
          1 ack_id ackId string
          2 message message google.pubsub.v1.PubsubMessage
          3 delivery_attempt deliveryAttempt int32
        message google.pubsub.v1.GetSubscriptionRequest
          1 subscription subscription string
        message google.pubsub.v1.UpdateSubscriptionRequest
          1 subscription subscription google.pubsub.v1.Subscription
          2 update_mask updateMask google.protobuf.FieldMask
        message google.pubsub.v1.ListSubscriptionsRequest
          1 project project string
          2 page_size pageSize int32
          3 page_token pageToken string
        message google.pubsub.v1.ListSubscriptionsResponse
          1 subscriptions subscriptions repeated google.pubsub.v1.Subscription
          2 next_page_token nextPageToken string
        message google.pubsub.v1.DeleteSubscriptionRequest
          1 subscription subscription string
        message google.pubsub.v1.ModifyPushConfigRequest
          1 subscription subscription string
          2 push_config pushConfig google.pubsub.v1.PushConfig
        message google.pubsub.v1.PullRequest
          1 subscription subscription string
          2 return_immediately returnImmediately bool
          3 max_messages maxMessages int32
        message google.pubsub.v1.PullResponse
          1 received_messages receivedMessages repeated google.pubsub.v1.ReceivedMessage
        message google.pubsub.v1.ModifyAckDeadlineRequest
          1 subscription subscription string
          3 ack_deadline_seconds ackDeadlineSeconds int32
          4 ack_ids ackIds repeated string
        message google.pubsub.v1.AcknowledgeRequest
          1 subscription subscription string
          2 ack_ids ackIds repeated string
        message google.pubsub.v1.StreamingPullRequest
          1 subscription subscription string
          2 ack_ids ackIds repeated string
          3 modify_deadline_seconds modifyDeadlineSeconds repeated int32
          4 modify_deadline_ack_ids modifyDeadlineAckIds repeated string
          5 stream_ack_deadline_seconds streamAckDeadlineSeconds int32
          6 client_id clientId string
          7 max_outstanding_messages maxOutstandingMessages int64
          8 max_outstanding_bytes maxOutstandingBytes int64
          10 protocol_version protocolVersion int64
        message google.pubsub.v1.StreamingPullResponse
          1 received_messages receivedMessages repeated google.pubsub.v1.ReceivedMessage
          3 modify_ack_deadline_confirmation modifyAckDeadlineConfirmation google.pubsub.v1.StreamingPullResponse.ModifyAckDeadlineConfirmation
          4 subscription_properties subscriptionProperties google.pubsub.v1.StreamingPullResponse.SubscriptionProperties
          5 acknowledge_confirmation acknowledgeConfirmation google.pubsub.v1.StreamingPullResponse.AcknowledgeConfirmation
        message google.pubsub.v1.StreamingPullResponse.AcknowledgeConfirmation
          1 ack_ids ackIds repeated string
          2 invalid_ack_ids invalidAckIds repeated string
          3 unordered_ack_ids unorderedAckIds repeated string
          4 temporary_failed_ack_ids temporaryFailedAckIds repeated string
        message google.pubsub.v1.StreamingPullResponse.ModifyAckDeadlineConfirmation
          1 ack_ids ackIds repeated string
          2 invalid_ack_ids invalidAckIds repeated string
          3 temporary_failed_ack_ids temporaryFailedAckIds repeated string
        message google.pubsub.v1.StreamingPullResponse.SubscriptionProperties
          1 exactly_once_delivery_enabled exactlyOnceDeliveryEnabled bool
          2 message_ordering_enabled messageOrderingEnabled bool
        message google.pubsub.v1.CreateSnapshotRequest
          1 name name string
          2 subscription subscription string
          3 labels labels map<string,string>
          4 tags tags map<string,string>
        message google.pubsub.v1.UpdateSnapshotRequest
          1 snapshot snapshot google.pubsub.v1.Snapshot
          2 update_mask updateMask google.protobuf.FieldMask
        message google.pubsub.v1.Snapshot
          1 name name string
          2 topic topic string
          3 expire_time expireTime google.protobuf.Timestamp
          4 labels labels map<string,string>
        message google.pubsub.v1.GetSnapshotRequest
          1 snapshot snapshot string
        message google.pubsub.v1.ListSnapshotsRequest
          1 project project string
          2 page_size pageSize int32
          3 page_token pageToken string
        message google.pubsub.v1.ListSnapshotsResponse
          1 snapshots snapshots repeated google.pubsub.v1.Snapshot
          2 next_page_token nextPageToken string
        message google.pubsub.v1.DeleteSnapshotRequest
          1 snapshot snapshot string
        message google.pubsub.v1.SeekRequest
          1 subscription subscription string
          2 time time (target) google.protobuf.Timestamp
          3 snapshot snapshot (target) string
        message google.pubsub.v1.SeekResponse
        message google.pubsub.v1.PubsubClientTelemetry
          1 publish_operation publishOperation (operation) google.pubsub.v1.PubsubClientTelemetry.PublishOperation
        message google.pubsub.v1.PubsubClientTelemetry.PublishOperation
          1 hedged_attempt_count hedgedAttemptCount int32
          2 publish_start_time publishStartTime google.protobuf.Timestamp
        enum google.pubsub.v1.SchemaView
          0 SCHEMA_VIEW_UNSPECIFIED
          1 BASIC
          2 FULL
        enum google.pubsub.v1.Encoding
          0 ENCODING_UNSPECIFIED
          1 JSON
          2 BINARY
        message google.pubsub.v1.Schema
          1 name name string
          2 type type google.pubsub.v1.Schema.Type
          3 definition definition string
          4 revision_id revisionId string
          6 revision_create_time revisionCreateTime google.protobuf.Timestamp
          8 compiled_proto_schema compiledProtoSchema (configuration) google.pubsub.v1.CompiledProtoSchema
        enum google.pubsub.v1.Schema.Type
          0 TYPE_UNSPECIFIED
          1 PROTOCOL_BUFFER
          2 AVRO
        message google.pubsub.v1.CreateSchemaRequest
          1 parent parent string
          2 schema schema google.pubsub.v1.Schema
          3 schema_id schemaId string
        message google.pubsub.v1.GetSchemaRequest
          1 name name string
          2 view view google.pubsub.v1.SchemaView
        message google.pubsub.v1.ListSchemasRequest
          1 parent parent string
          2 view view google.pubsub.v1.SchemaView
          3 page_size pageSize int32
          4 page_token pageToken string
        message google.pubsub.v1.ListSchemasResponse
          1 schemas schemas repeated google.pubsub.v1.Schema
          2 next_page_token nextPageToken string
        message google.pubsub.v1.ListSchemaRevisionsRequest
          1 name name string
          2 view view google.pubsub.v1.SchemaView
          3 page_size pageSize int32
          4 page_token pageToken string
        message google.pubsub.v1.ListSchemaRevisionsResponse
          1 schemas schemas repeated google.pubsub.v1.Schema
          2 next_page_token nextPageToken string
        message google.pubsub.v1.CommitSchemaRequest
          1 name name string
          2 schema schema google.pubsub.v1.Schema
        message google.pubsub.v1.RollbackSchemaRequest
          1 name name string
          2 revision_id revisionId string
        message google.pubsub.v1.DeleteSchemaRevisionRequest
          1 name name string
          2 revision_id revisionId string
        message google.pubsub.v1.DeleteSchemaRequest
          1 name name string
        message google.pubsub.v1.ValidateSchemaRequest
          1 parent parent string
          2 schema schema google.pubsub.v1.Schema
        message google.pubsub.v1.ValidateSchemaResponse
        message google.pubsub.v1.ValidateMessageRequest
          1 parent parent string
          2 name name (schema_spec) string
          3 schema schema (schema_spec) google.pubsub.v1.Schema
          4 message message bytes
          5 encoding encoding google.pubsub.v1.Encoding
        message google.pubsub.v1.ValidateMessageResponse
        message google.pubsub.v1.CompiledProtoSchema
          1 root_message rootMessage string
          2 compiled_bytes compiledBytes bytes
        message google.rpc.ErrorInfo
          1 reason reason string
          2 domain domain string
          3 metadata metadata map<string,string>
        message google.rpc.RetryInfo
          1 retry_delay retryDelay google.protobuf.Duration
        message google.rpc.DebugInfo
          1 stack_entries stackEntries repeated string
          2 detail detail string
        message google.rpc.QuotaFailure
          1 violations violations repeated google.rpc.QuotaFailure.Violation
        message google.rpc.QuotaFailure.Violation
          1 subject subject string
          2 description description string
          3 api_service apiService string
          4 quota_metric quotaMetric string
          5 quota_id quotaId string
          6 quota_dimensions quotaDimensions map<string,string>
          7 quota_value quotaValue int64
          8 future_quota_value futureQuotaValue optional int64
        message google.rpc.PreconditionFailure
          1 violations violations repeated google.rpc.PreconditionFailure.Violation
        message google.rpc.PreconditionFailure.Violation
          1 type type string
          2 subject subject string
          3 description description string
        message google.rpc.BadRequest
          1 field_violations fieldViolations repeated google.rpc.BadRequest.FieldViolation
        message google.rpc.BadRequest.FieldViolation
          1 field field string
          2 description description string
          3 reason reason string
          4 localized_message localizedMessage google.rpc.LocalizedMessage
        message google.rpc.RequestInfo
          1 request_id requestId string
          2 serving_data servingData string
        message google.rpc.ResourceInfo
          1 resource_type resourceType string
          2 resource_name resourceName string
          3 owner owner string
          4 description description string
        message google.rpc.Help
          1 links links repeated google.rpc.Help.Link
        message google.rpc.Help.Link
          1 description description string
          2 url url string
        message google.rpc.LocalizedMessage
          1 locale locale string
          2 message message string
        message google.rpc.Status
          1 code code int32
          2 message message string
          3 details details repeated google.protobuf.Any
        message google.type.Expr
          1 expression expression string
          2 title title string
          3 description description string
          4 location location string
        message grpc.health.v1.HealthCheckRequest
          1 service service string
        message grpc.health.v1.HealthCheckResponse
          1 status status grpc.health.v1.HealthCheckResponse.ServingStatus
        enum grpc.health.v1.HealthCheckResponse.ServingStatus
          0 UNKNOWN
          1 SERVING
          2 NOT_SERVING
          3 SERVICE_UNKNOWN
        message grpc.health.v1.HealthListRequest
        message grpc.health.v1.HealthListResponse
          1 statuses statuses map<string,grpc.health.v1.HealthCheckResponse>
        message grpc.reflection.v1alpha.ServerReflectionRequest
          1 host host string
          3 file_by_filename fileByFilename (message_request) string
          4 file_containing_symbol fileContainingSymbol (message_request) string
          5 file_containing_extension fileContainingExtension (message_request) grpc.reflection.v1alpha.ExtensionRequest
          6 all_extension_numbers_of_type allExtensionNumbersOfType (message_request) string
          7 list_services listServices (message_request) string
        message grpc.reflection.v1alpha.ExtensionRequest
          1 containing_type containingType string
          2 extension_number extensionNumber int32
        message grpc.reflection.v1alpha.ServerReflectionResponse
          1 valid_host validHost string
          2 original_request originalRequest grpc.reflection.v1alpha.ServerReflectionRequest
          4 file_descriptor_response fileDescriptorResponse (message_response) grpc.reflection.v1alpha.FileDescriptorResponse
          5 all_extension_numbers_response allExtensionNumbersResponse (message_response) grpc.reflection.v1alpha.ExtensionNumberResponse
          6 list_services_response listServicesResponse (message_response) grpc.reflection.v1alpha.ListServiceResponse
          7 error_response errorResponse (message_response) grpc.reflection.v1alpha.ErrorResponse
        message grpc.reflection.v1alpha.FileDescriptorResponse
          1 file_descriptor_proto fileDescriptorProto repeated bytes
        message grpc.reflection.v1alpha.ExtensionNumberResponse
          1 base_type_name baseTypeName string
          2 extension_number extensionNumber repeated int32
        message grpc.reflection.v1alpha.ListServiceResponse
          1 service service repeated grpc.reflection.v1alpha.ServiceResponse
        message grpc.reflection.v1alpha.ServiceResponse
          1 name name string
        message grpc.reflection.v1alpha.ErrorResponse
          1 error_code errorCode int32
          2 error_message errorMessage string
        """
}
