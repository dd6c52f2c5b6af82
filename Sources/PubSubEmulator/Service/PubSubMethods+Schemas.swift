import CloudCore
import RPCServer

extension PubSubMethods {
    /// The methods of `google.pubsub.v1.SchemaService`, with the HTTP rules of `google/pubsub/v1/schema.proto`.
    static func schemas(_ service: SchemaService) -> [Row] {
        let access = service.host.access
        let path = "/google.pubsub.v1.SchemaService/"
        let schema = "/v1/{name=projects/*/schemas/*}"
        let parent = "/v1/{parent=projects/*}/schemas"
        return [
            unary(path + "CreateSchema", .post(parent, body: .field("schema")), service.createSchema, access),
            unary(path + "GetSchema", .get(schema), service.getSchema, access),
            unary(path + "ListSchemas", .get(parent), service.listSchemas, access),
            unary(
                path + "ListSchemaRevisions", .get(schema + ":listRevisions"), service.listSchemaRevisions,
                access),
            unary(path + "CommitSchema", .post(schema + ":commit"), service.commitSchema, access),
            unary(path + "RollbackSchema", .post(schema + ":rollback"), service.rollbackSchema, access),
            unary(
                path + "DeleteSchemaRevision", .delete(schema + ":deleteRevision"),
                service.deleteSchemaRevision, access),
            unary(path + "DeleteSchema", .delete(schema), service.deleteSchema, access),
            unary(path + "ValidateSchema", .post(parent + ":validate"), service.validateSchema, access),
            unary(
                path + "ValidateMessage", .post(parent + ":validateMessage"), service.validateMessage, access),
        ]
    }
}
