// What the requests of `google.pubsub.v1.Publisher` need. That attaching a schema takes a permission on the schema
// is from the description of `pubsub.schemas.attach` in the same page.

extension Topic: AccessControlled {
    var needs: [AccessNeed] {
        [.permission("pubsub.topics.create", on: AccessNeed.project(of: name))] + schemaNeeds
    }

    fileprivate var schemaNeeds: [AccessNeed] {
        guard let schema = schemaSettings?.schema, !schema.isEmpty else { return [] }
        return [.permission("pubsub.schemas.attach", on: schema)]
    }
}

extension UpdateTopicRequest: AccessControlled {
    var needs: [AccessNeed] {
        [.permission("pubsub.topics.update", on: topic?.name ?? "")] + (topic?.schemaNeeds ?? [])
    }
}

extension PublishRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.topics.publish", on: topic)] }
}

extension GetTopicRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.topics.get", on: topic)] }
}

extension ListTopicsRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.topics.list", on: project)] }
}

extension ListTopicSubscriptionsRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.topics.get", on: topic)] }
}

extension ListTopicSnapshotsRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.topics.get", on: topic)] }
}

extension DeleteTopicRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.topics.delete", on: topic)] }
}
