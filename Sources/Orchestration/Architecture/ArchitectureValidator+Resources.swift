import CloudCore

extension ArchitectureValidator {
    mutating func checkPubSub(_ resources: Resources, _ path: String) {
        for (index, topic) in resources.topics.enumerated() {
            let path = "\(path).topics[\(index)]"
            checkCommon(topic.common, path)
            findings.check(topic.name, "\(path).name", .pubsub)
            declare("topic", topic.name, path)
            checkLink(topic.producerService, "\(path).producer_service")
        }
        for (index, subscription) in resources.subscriptions.enumerated() {
            let path = "\(path).subscriptions[\(index)]"
            checkCommon(subscription.common, path)
            findings.check(subscription.name, "\(path).name", .pubsub)
            declare("subscription", subscription.name, path)
            checkTopic(of: subscription, "\(path).topic")
            checkLink(subscription.consumerService, "\(path).consumer_service")
            checkDelivery(of: subscription, path)
        }
    }

    private mutating func checkTopic(of subscription: Subscription, _ path: String) {
        findings.require(subscription.topic, path)
        guard subscription.hasExternalTopic else {
            if !subscription.topic.isEmpty, !topicNames.contains(subscription.topic) {
                findings.dangling("topic", subscription.topic, path, among: topicNames)
            }
            return
        }
        let parts = subscription.topic.split(separator: "/", omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 4, parts[0] == "projects", parts[2] == "topics", !parts[1].isEmpty else {
            findings.error(
                path,
                "`\(subscription.topic)` is no topic: write its name, or projects/<project>/topics/<name> for one outside"
            )
            return
        }
        findings.check(parts[3], path, .pubsub)
    }

    /// Source: Pub/Sub v1, Subscription: ack_deadline_seconds (0 is the default of 10), message_retention_duration
    /// and RetryPolicy.
    private mutating func checkDelivery(of subscription: Subscription, _ path: String) {
        if let seconds = subscription.ackDeadlineSeconds, seconds != 0, !(10...600).contains(seconds) {
            findings.error(
                "\(path).ack_deadline_seconds", "\(seconds) is out of range: use 10 to 600 seconds")
        }
        if let retention = subscription.messageRetention,
            !(Duration.seconds(600)...Duration.seconds(31 * 86_400)).contains(retention)
        {
            findings.error(
                "\(path).message_retention_duration",
                "\(GoDuration.format(retention)) is out of range: use 10m to 31d")
        }
        guard let retry = subscription.retryPolicy else { return }
        let allowed = Duration.zero...Duration.seconds(600)
        let bounds = [("minimum_backoff", retry.minimumBackoff), ("maximum_backoff", retry.maximumBackoff)]
        for case (let key, let backoff?) in bounds where !allowed.contains(backoff) {
            findings.error(
                "\(path).retry_policy.\(key)", "\(GoDuration.format(backoff)) is out of range: use 0s to 600s"
            )
        }
        if let least = retry.minimumBackoff, let most = retry.maximumBackoff, least > most {
            findings.error(
                "\(path).retry_policy.maximum_backoff",
                "must be at least minimum_backoff, which is \(GoDuration.format(least))")
        }
    }

    mutating func checkBuckets(_ resources: Resources, _ path: String) {
        let classes = ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"]
        let actions = ["Delete", "AbortIncompleteMultipartUpload"]
        for (index, bucket) in resources.buckets.enumerated() {
            let path = "\(path).gcs_buckets[\(index)]"
            checkCommon(bucket.common, path, hasRules: true)
            findings.check(bucket.name, "\(path).name", .bucket)
            declare("bucket", bucket.name, path)
            checkLinks(of: bucket, path)
            checkWord(bucket.storageClass, "\(path).storage_class", "storage class", classes)
            for (index, rule) in bucket.common.lifecycleRules.enumerated() {
                let path = "\(path).lifecycle_rules[\(index)]"
                findings.require(rule.action.type, "\(path).action.type")
                checkWord(rule.action.type, "\(path).action.type", "lifecycle action", actions)
                if let days = rule.condition.ageInDays, days < 0 {
                    findings.error("\(path).condition.age_in_days", "\(days) is no age: use 0 or more days")
                }
            }
        }
    }

    mutating func checkFirestore(_ resources: Resources, _ path: String) {
        for (index, database) in resources.firestoreDatabases.enumerated() {
            let path = "\(path).firestore_databases[\(index)]"
            checkCommon(database.common, path)
            if database.name != "(default)" { findings.check(database.name, "\(path).name", .firestore) }
            declare("Firestore database", database.name, path)
            checkLinks(of: database, path)
        }
        let databases = Set(architecture.dataflows.values.flatMap(\.resources.firestoreDatabases).map(\.name))
        for (index, collection) in resources.firestoreCollections.enumerated() {
            let path = "\(path).firestore_collections[\(index)]"
            checkCommon(collection.common, path)
            if collection.name.contains("/") || collection.name.utf8.count > 1500 {
                findings.error(
                    "\(path).name",
                    "`\(collection.name)` is no collection id: use at most 1500 bytes without /")
            }
            declare("Firestore collection", "\(collection.database)/\(collection.name)", path)
            checkLinks(of: collection, path)
            let database = collection.database
            if !database.isEmpty, database != "(default)", !databases.contains(database) {
                findings.dangling("Firestore database", database, "\(path).database", among: databases)
            }
        }
    }

    mutating func checkJobs(_ resources: Resources, _ path: String) {
        for (index, job) in resources.schedulerJobs.enumerated() {
            let path = "\(path).cloud_scheduler_jobs[\(index)]"
            checkCommon(job.common, path)
            findings.check(job.name, "\(path).name", .job)
            declare("job", job.name, path)
            checkReference(toService: job.targetService, "\(path).target_service")
            if !job.serviceAccount.isEmpty || NameRule.job.accepts(job.name) {
                let account =
                    job.serviceAccount.isEmpty ? job.name + Defaults.jobAccountSuffix : job.serviceAccount
                checkAccount(account, "\(path).service_account")
            }
            let fields = job.schedule.split(separator: " ")
            findings.require(job.schedule, "\(path).schedule")
            let isCron = fields.count == 5 && job.schedule.utf8.allSatisfy { isCronByte($0) }
            if !job.schedule.isEmpty, !isCron {
                findings.error(
                    "\(path).schedule",
                    "`\(job.schedule)` is no schedule: write five cron fields, such as 0 3 * * *")
            }
        }
    }

    private func isCronByte(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte)
            || [0x20, 0x2a, 0x2c, 0x2d, 0x2f].contains(byte)
    }

    mutating func checkLinks(of resource: some SharedResource, _ path: String) {
        for (index, link) in resource.producers.enumerated() {
            checkLink(link, "\(path).producers[\(index)]")
        }
        for (index, link) in resource.consumers.enumerated() {
            checkLink(link, "\(path).consumers[\(index)]")
        }
    }

    private mutating func checkWord(_ word: String, _ path: String, _ noun: String, _ words: [String]) {
        guard !word.isEmpty, !words.contains(word) else { return }
        findings.error(
            path,
            "`\(word)` is no \(noun)\(NearestName.hint(for: word, among: words)); use one of \(words.joined(separator: ", "))"
        )
    }
}
