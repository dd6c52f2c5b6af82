extension PlanBuilder {
    /// What services need of each other and of secrets.
    mutating func addServiceRoles(of flow: Dataflow) {
        let director = architecture.serviceManager
        let callers =
            flow.name == director.infraDataflowName
            ? [director.service] + flow.sortedServices : flow.sortedServices
        for service in callers {
            for target in service.dependencies {
                guard let owner = dataflow(ofService: target) else { continue }
                grant(
                    [.runInvoker], toService: service.name, on: cloudRun(target), owner,
                    "\(service.name) calls \(target)")
            }
            for variable in service.deployment?.secretEnvironment ?? [] {
                grant(
                    [.secretAccessor], toService: service.name, on: .secret(variable.valueFrom), flow.name,
                    "\(service.name) reads it as \(variable.name)")
            }
        }
    }

    /// Publishers and subscribers. `pubsub.viewer` lets a client check that its topic or subscription exists.
    mutating func addPubSubRoles(of flow: Dataflow) {
        for topic in flow.resources.topics {
            let resource = IAMResource.pubsubTopic(topic.name)
            if let producer = topic.producerService?.name {
                grant(
                    [.pubsubPublisher, .pubsubViewer], toService: producer, on: resource, flow.name,
                    "\(producer) publishes to \(topic.name)")
            }
            grant(topic.accessPolicy, on: resource, flow.name, "topic \(topic.name)")
        }
        for subscription in flow.resources.subscriptions {
            let resource = IAMResource.pubsubSubscription(subscription.name)
            if let consumer = subscription.consumerService?.name {
                grant(
                    [.pubsubSubscriber, .pubsubViewer], toService: consumer, on: resource, flow.name,
                    "\(consumer) consumes \(subscription.name)")
                // The policy of a topic outside of the architecture is not ours to change.
                if !subscription.hasExternalTopic, let owner = dataflow(ofTopic: subscription.topic) {
                    grant(
                        [.pubsubViewer], toService: consumer, on: .pubsubTopic(subscription.topic), owner,
                        "\(consumer) consumes \(subscription.name)")
                }
            }
            grant(subscription.accessPolicy, on: resource, flow.name, "subscription \(subscription.name)")
        }
    }

    /// Writers and readers of buckets, tables and databases.
    mutating func addDataRoles(of flow: Dataflow) {
        for bucket in flow.resources.buckets {
            let resource = IAMResource.bucket(bucket.name)
            grantShared(
                bucket, on: resource, flow.name, writer: [.storageObjectAdmin], reader: [.storageObjectViewer]
            )
            grant(bucket.accessPolicy, on: resource, flow.name, "bucket \(bucket.name)")
        }
        for dataset in flow.resources.datasets {
            grant(
                dataset.accessPolicy, on: .bigQueryDataset(dataset.name), flow.name, "dataset \(dataset.name)"
            )
        }
        for table in flow.resources.tables {
            let resource = IAMResource.bigQueryTable(dataset: table.dataset, table: table.name)
            grantShared(
                table, on: resource, flow.name, writer: [.bigQueryDataEditor], reader: [.bigQueryDataViewer])
            // Data roles read rows; a query or a load is a job, and jobs belong to the project.
            grantShared(table, on: project, flow.name, writer: [.bigQueryJobUser], reader: [.bigQueryJobUser])
            grant(table.accessPolicy, on: resource, flow.name, "table \(table.name)")
        }
        // Firestore has no policy of its own: its roles are roles on the project.
        for database in flow.resources.firestoreDatabases {
            grantShared(
                database, on: project, flow.name, writer: [.datastoreUser], reader: [.datastoreViewer])
            grant(database.accessPolicy, on: project, flow.name, "Firestore database \(database.name)")
        }
        for collection in flow.resources.firestoreCollections {
            grantShared(
                collection, on: project, flow.name, writer: [.datastoreUser], reader: [.datastoreViewer])
            grant(collection.accessPolicy, on: project, flow.name, "Firestore collection \(collection.name)")
        }
    }

    /// Scheduler jobs call their targets as accounts of their own, and the director makes the jobs so.
    mutating func addSchedulerRoles(of flow: Dataflow) {
        let director = architecture.serviceManager.name
        for job in flow.resources.schedulerJobs where !job.serviceAccount.isEmpty {
            let account = email(job.serviceAccount)
            if let owner = dataflow(ofService: job.targetService) {
                add(
                    .runInvoker, to: account, on: cloudRun(job.targetService), owner,
                    "job \(job.name) calls \(job.targetService)")
            }
            // Source: Cloud Scheduler, jobs.create needs iam.serviceAccounts.actAs on the token's account.
            grant(
                [.serviceAccountUser], toService: director, on: .serviceAccount(email: account), flow.name,
                "the director makes job \(job.name) call as it")
        }
    }

    private mutating func grantShared(
        _ resource: some SharedResource, on target: IAMResource, _ dataflow: String, writer: [Role],
        reader: [Role]
    ) {
        for link in resource.producers {
            grant(writer, toService: link.name, on: target, dataflow, "\(link.name) writes \(resource.name)")
        }
        for link in resource.consumers {
            grant(reader, toService: link.name, on: target, dataflow, "\(link.name) reads \(resource.name)")
        }
    }
}
