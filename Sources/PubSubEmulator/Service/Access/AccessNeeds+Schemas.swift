// What the requests of `google.pubsub.v1.SchemaService` and of `google.iam.v1.IAMPolicy` need.

extension CreateSchemaRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.create", on: parent)] }
}

extension GetSchemaRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.get", on: SchemaName(name).schema)] }
}

extension ListSchemasRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.list", on: parent)] }
}

extension ListSchemaRevisionsRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.listRevisions", on: name)] }
}

extension CommitSchemaRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.commit", on: name)] }
}

extension RollbackSchemaRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.rollback", on: name)] }
}

extension DeleteSchemaRevisionRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.delete", on: SchemaName(name).schema)] }
}

extension DeleteSchemaRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.delete", on: name)] }
}

extension ValidateSchemaRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.validate", on: parent)] }
}

extension ValidateMessageRequest: AccessControlled {
    var needs: [AccessNeed] { [.permission("pubsub.schemas.validate", on: parent)] }
}

extension IAMv1.GetIamPolicyRequest: AccessControlled {
    var needs: [AccessNeed] { AccessNeed.policy("getIamPolicy", of: resource) }
}

extension IAMv1.SetIamPolicyRequest: AccessControlled {
    var needs: [AccessNeed] { AccessNeed.policy("setIamPolicy", of: resource) }
}

extension AccessNeed {
    /// A name that is none is the method's to refuse.
    fileprivate static func policy(_ verb: String, of resource: String) -> [AccessNeed] {
        guard let kind = try? PolicyResource(of: resource) else { return [] }
        return [.permission("pubsub.\(kind.rawValue).\(verb)", on: resource)]
    }
}
