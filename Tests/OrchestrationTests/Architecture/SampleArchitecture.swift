import Testing

@testable import Orchestration

/// An architecture with every kind of resource and link, over two dataflows.
enum Sample {
    static let yaml = """
        name: sample
        project_id: test-project
        region: europe-west1
        location: EU
        labels: {team: data}
        teardown_protection: true
        service_manager_spec:
          name: my-director
          service_account: director-sa
          command_topic: {name: commands}
          completion_topic: {name: completions}
          deployment: {source_path: ., buildable_module_path: cmd/director}
        dataflows:
          ingest:
            name: ingest
            description: From devices to rows.
            lifecycle: {strategy: ephemeral}
            services:
              receiver:
                name: receiver
                service_account: receiver-sa
                metadata: {owners: [ann, bob], tier: 1}
                deployment:
                  source_path: .
                  buildable_module_path: cmd/receiver
                  cpu: "2"
                  memory: 1Gi
                  min_instances: 0
                  max_instances: 5
                  environment_vars: {MODE: fast, EMPTY: ""}
                  secret_environment_vars: [{name: API_KEY, value_from: my-api-key}]
              writer:
                name: writer
                service_account: writer-sa@test-project.iam.gserviceaccount.com
                dependencies: [receiver, my-director]
                deployment: {source_path: ., region: us-central1}
            resources:
              topics:
                - name: raw-events
                  labels: {team: devices}
                  teardown_protection: false
                  producer_service: {name: receiver, lookup: {method: env}}
                  iam_access_policy:
                    - {name: writer, role: roles/pubsub.viewer}
                    - {name: auditor@other-project.iam.gserviceaccount.com, role: roles/pubsub.viewer, type: service-account}
              subscriptions:
                - name: raw-events-sub
                  topic: raw-events
                  consumer_service: {name: writer, lookup: {key: IN, method: env}}
                  ack_deadline_seconds: 60
                  message_retention_duration: 7d
                  retry_policy: {minimum_backoff: 250ms, maximum_backoff: 10m}
                - name: outside-sub
                  topic: projects/other-project/topics/outside
                  consumer_service: writer
              bigquery_datasets: [{name: declared_ds, location: US}]
              bigquery_tables:
                - name: events
                  dataset: derived_ds
                  schema_type: Event
                  producers: [{name: writer, lookup: {method: env}}]
                  consumers: [{name: reader, lookup: {key: events-table}}]
                  time_partitioning_field: at
                  time_partitioning_type: DAY
                  time_partitioning_expiration: 90d
                  clustering_fields: [device]
              gcs_buckets:
                - name: data-lake
                  location: EU
                  storage_class: STANDARD
                  versioning_enabled: true
                  lifecycle_rules: [{action: {type: Delete}, condition: {age_in_days: 30}}]
                  producers: [{name: writer, lookup: {method: env}}]
                  consumers: [{name: reader, lookup: {method: env}}]
          serve:
            name: serve
            services:
              reader:
                name: reader
                service_account: reader-sa
                deployment: {source_path: .}
            resources:
              subscriptions:
                - {name: reader-sub, topic: raw-events, consumer_service: {service: reader, env: EVENTS_SUB}}
              firestore_databases:
                - name: (default)
                  location_id: eur3
                  type: NATIVE
                  consumers: [{name: reader}]
              firestore_collections:
                - name: users
                  database: (default)
                  producers: [{name: writer, lookup: {method: env}}]
              cloud_scheduler_jobs:
                - name: nightly
                  schedule: 0 3 * * *
                  time_zone: Europe/Zurich
                  target_service: reader
                  message_body: "{}"
        """

    static func architecture() throws -> Architecture { try Architecture(yaml: yaml) }
}
