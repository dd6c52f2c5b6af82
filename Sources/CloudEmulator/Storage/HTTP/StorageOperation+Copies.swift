import CloudCore

extension StorageOperation {
    private static let copying = StorageQuery.preconditionNames.union(StorageQuery.sourcePreconditionNames)
        .union(["sourceGeneration"])
    private static let keys: Set = ["destinationKmsKeyName", "destinationPredefinedAcl", "dropContextGroups"]

    static let copies = [
        StorageOperation(
            "storage.objects.copy", "POST", "b/{sourceBucket}/o/{sourceObject}/copyTo/b/{bucket}/o/{object}",
            copying,
            unsupported: keys
        ) { (storage, call) throws(Status) in
            .message(call.shown(try copy(storage, call)))
        },
        StorageOperation(
            "storage.objects.rewrite", "POST",
            "b/{sourceBucket}/o/{sourceObject}/rewriteTo/b/{bucket}/o/{object}",
            // A rewrite is always done at once, so there never is a token to go on with.
            copying.union(["maxBytesRewrittenPerCall"]), unsupported: keys.union(["rewriteToken"])
        ) { (storage, call) throws(Status) in
            let object = try copy(storage, call)
            var response = StorageV1.RewriteResponse()
            response.objectSize = object.size
            response.totalBytesRewritten = object.size
            response.resource = call.shown(object)
            return .message(response)
        },
        StorageOperation(
            "storage.objects.move", "POST", "b/{bucket}/o/{sourceObject}/moveTo/o/{object}", copying
        ) { (storage, call) throws(Status) in
            let insertion = ObjectInsertion(
                bucket: call.bucket, name: call.variables[2], preconditions: try call.query.preconditions())
            let source = ObjectSource(
                bucket: call.bucket, name: call.object,
                preconditions: try call.query.preconditions(ofSource: true))
            let write = StorageWrites.MoveObject(source: source, insertion: insertion)
            return .message(call.shown(try storage.write(write, by: call.caller)))
        },
        StorageOperation(
            "storage.objects.compose", "POST", "b/{bucket}/o/{object}/compose",
            ["ifGenerationMatch", "ifMetagenerationMatch"],
            unsupported: ["destinationPredefinedAcl", "kmsKeyName", "dropContextGroups"]
        ) { (storage, call) throws(Status) in
            var json = try call.json()
            if json["deleteSourceObjects"]?.boolValue == true {
                throw StorageFault.unsupported("deleteSourceObjects")
            }
            json["deleteSourceObjects"] = nil
            let destination = json["destination"]
            json["destination"] = nil
            let request = try ProtoJSONDecoder.decode(StorageV1.ComposeRequest.self, from: json)
            let insertion = ObjectInsertion(
                bucket: call.bucket, name: call.object,
                object: try ObjectRules.object(from: destination ?? .object(JSONObject())),
                preconditions: try call.query.preconditions())
            return .message(call.shown(try storage.compose(request, to: insertion, by: call.caller)))
        },
    ]

    private static func copy(
        _ storage: CloudStorage, _ call: StorageCall
    ) throws(Status) -> StorageV1.Object {
        let source = ObjectSource(
            bucket: call.variables[0], name: call.variables[1],
            generation: try call.query.integer("sourceGeneration"),
            preconditions: try call.query.preconditions(ofSource: true))
        let insertion = ObjectInsertion(
            bucket: call.variables[2], name: call.variables[3],
            object: try ObjectRules.object(from: try call.json()),
            preconditions: try call.query.preconditions())
        return try storage.write(
            StorageWrites.CopyObject(source: source, insertion: insertion), by: call.caller)
    }
}
