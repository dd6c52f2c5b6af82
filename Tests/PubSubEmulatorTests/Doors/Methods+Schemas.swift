import CloudCore

@testable import PubSubEmulator

/// The methods of `google.pubsub.v1.SchemaService`.
extension Methods {
    static let createSchema = RPC("SchemaService/CreateSchema") { (emulator, request: CreateSchemaRequest) in
        try emulator.createSchema(
            "\(request.parent)/schemas/\(request.schemaId)", type: request.schema?.type ?? .unspecified,
            definition: request.schema?.definition ?? "")
    }
    static let getSchema = RPC("SchemaService/GetSchema") { (emulator, request: GetSchemaRequest) in
        try emulator.schema(request.name)
    }
    static let listSchemas = RPC("SchemaService/ListSchemas") { (emulator, request: ListSchemasRequest) in
        var response = ListSchemasResponse()
        response.schemas = try emulator.schemas(in: id(request.parent))
        return response
    }
    static let listSchemaRevisions = RPC("SchemaService/ListSchemaRevisions") {
        (emulator, request: ListSchemaRevisionsRequest) in
        var response = ListSchemaRevisionsResponse()
        response.schemas = try emulator.schemaRevisions(of: request.name)
        return response
    }
    static let commitSchema = RPC("SchemaService/CommitSchema") { (emulator, request: CommitSchemaRequest) in
        try emulator.commitSchema(
            request.name, type: request.schema?.type ?? .unspecified,
            definition: request.schema?.definition ?? "")
    }
    static let rollbackSchema = RPC("SchemaService/RollbackSchema") {
        (emulator, request: RollbackSchemaRequest) in
        try emulator.rollBackSchema(request.name, to: request.revisionId)
    }
    static let deleteSchemaRevision = RPC("SchemaService/DeleteSchemaRevision") {
        (emulator, request: DeleteSchemaRevisionRequest) in
        let parts = request.name.split(separator: "@").map(String.init)
        try emulator.deleteSchemaRevision(parts.last ?? "", of: parts.first ?? "")
        // What the answer has in the service is nowhere said, so that in process there is none.
        return Schema()
    }
    static let deleteSchema = RPC("SchemaService/DeleteSchema") { (emulator, request: DeleteSchemaRequest) in
        try emulator.deleteSchema(request.name)
        return Empty()
    }
    static let validateSchema = RPC("SchemaService/ValidateSchema") {
        (emulator, request: ValidateSchemaRequest) in
        try emulator.validateSchema(
            type: request.schema?.type ?? .unspecified, definition: request.schema?.definition ?? "")
        return ValidateSchemaResponse()
    }
    static let validateMessage = RPC("SchemaService/ValidateMessage") {
        (emulator, request: ValidateMessageRequest) in
        try emulator.validate(request.message, as: request.encoding, schema: request.name ?? "")
        return ValidateMessageResponse()
    }
}
