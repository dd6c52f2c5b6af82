import CloudCore

extension Dataflow: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("description", &description)
        visitor.field("services", &services)
        visitor.field("resources", &resources)
        visitor.field("lifecycle", &lifecycle)
    }
}

extension Lifecycle: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("strategy", &strategy)
        visitor.field("keep_resources_on_test", &keepResourcesOnTest)
    }
}

extension Lifecycle.Strategy: ConfigWord {}

extension Resources: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("topics", &topics)
        visitor.field("subscriptions", &subscriptions)
        visitor.field("bigquery_datasets", &datasets)
        visitor.field("bigquery_tables", &tables)
        visitor.field("gcs_buckets", &buckets)
        visitor.field("firestore_databases", &firestoreDatabases)
        visitor.field("firestore_collections", &firestoreCollections)
        visitor.field("cloud_scheduler_jobs", &schedulerJobs)
    }
}

extension ResourceCommon {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("description", &description)
        visitor.field("labels", &labels)
        visitor.field("iam_access_policy", &accessPolicy)
        visitor.field("lifecycle_rules", &lifecycleRules)
        visitor.field("teardown_protection", &teardownProtection)
    }
}

extension AccessGrant: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("name", &name)
        visitor.field("role", &role)
        visitor.field("type", &type)
    }
}

extension AccessGrant.Grantee: ConfigWord {}

extension LifecycleRule: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("action", &action)
        visitor.field("condition", &condition)
    }
}

extension LifecycleRule.Action: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) { visitor.field("type", &type) }
}

extension LifecycleRule.Condition: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) { visitor.field("age_in_days", &ageInDays) }
}

extension Topic: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("producer_service", &producerService)
    }
}

extension Subscription: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("topic", &topic)
        visitor.field("consumer_service", &consumerService)
        visitor.field("ack_deadline_seconds", &ackDeadlineSeconds)
        visitor.field("message_retention_duration", &messageRetention)
        visitor.field("retry_policy", &retryPolicy)
    }
}

extension RetryBackoff: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("minimum_backoff", &minimumBackoff)
        visitor.field("maximum_backoff", &maximumBackoff)
    }
}

extension BigQueryDataset: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("location", &location)
    }
}

extension BigQueryTable.Partitioning: ConfigWord {}

extension BigQueryTable: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("consumers", &consumers)
        visitor.field("producers", &producers)
        visitor.field("dataset", &dataset)
        visitor.field("schema_type", &schemaType)
        visitor.field("schema_import_path", &schemaImportPath)
        visitor.field("time_partitioning_field", &timePartitioningField)
        visitor.field("time_partitioning_type", &timePartitioningType)
        visitor.field("time_partitioning_expiration", &timePartitioningExpiration)
        visitor.field("clustering_fields", &clusteringFields)
        visitor.field("expiration", &expiration)
    }
}

extension Bucket: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("consumers", &consumers)
        visitor.field("producers", &producers)
        visitor.field("location", &location)
        visitor.field("storage_class", &storageClass)
        visitor.field("versioning_enabled", &versioningEnabled)
    }
}

extension FirestoreDatabase.Kind: ConfigWord {}

extension FirestoreDatabase: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("consumers", &consumers)
        visitor.field("producers", &producers)
        visitor.field("location_id", &locationID)
        visitor.field("type", &type)
    }
}

extension FirestoreCollection: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("consumers", &consumers)
        visitor.field("producers", &producers)
        visitor.field("database", &database)
    }
}

extension SchedulerJob: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        common.visit(&visitor)
        visitor.field("schedule", &schedule)
        visitor.field("time_zone", &timeZone)
        visitor.field("target_service", &targetService)
        visitor.field("service_account", &serviceAccount)
        visitor.field("message_body", &messageBody)
    }
}
