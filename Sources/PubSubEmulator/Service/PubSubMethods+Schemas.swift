import CloudCore
import RPCServer

extension PubSubMethods {
    /// The methods of `google.pubsub.v1.SchemaService`, with the HTTP rules of `google/pubsub/v1/schema.proto`.
    static func schemas(_ service: SchemaService) -> [Row] {
        let path = "/google.pubsub.v1.SchemaService/"
        let schema = "/v1/{name=projects/*/schemas/*}"
        let parent = "/v1/{parent=projects/*}/schemas"
        return [
            unary(path + "CreateSchema", .post(parent, body: .field("schema")), service.createSchema),
            unary(path + "GetSchema", .get(schema), service.getSchema),
            unary(path + "ListSchemas", .get(parent), service.listSchemas),
            unary(
                path + "ListSchemaRevisions", .get(schema + ":listRevisions"), service.listSchemaRevisions),
            unary(path + "CommitSchema", .post(schema + ":commit"), service.commitSchema),
            unary(path + "RollbackSchema", .post(schema + ":rollback"), service.rollbackSchema),
            unary(
                path + "DeleteSchemaRevision", .delete(schema + ":deleteRevision"),
                service.deleteSchemaRevision),
            unary(path + "DeleteSchema", .delete(schema), service.deleteSchema),
            unary(path + "ValidateSchema", .post(parent + ":validate"), service.validateSchema),
            unary(path + "ValidateMessage", .post(parent + ":validateMessage"), service.validateMessage),
        ]
    }
}
