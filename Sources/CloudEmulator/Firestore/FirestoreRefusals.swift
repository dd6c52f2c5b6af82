import CloudCore
import PubSubEmulator
import RPCServer

/// The methods of Firestore Admin that are not supported: what is about documents, and backups of them.
///
/// Source of the paths: the discovery document `firestore:v1`.
enum FirestoreRefusals {
    static let service = "/google.firestore.admin.v1.FirestoreAdmin/"

    private static let database = "/v1/{name=projects/*/databases/*}"
    private static let parent = "/v1/{parent=projects/*/databases/*}"

    static let methods: [RPCMethod] =
        onDocuments
        + collection("Index", "Indexes", "/v1/{parent=projects/*/databases/*/collectionGroups/*}", "indexes")
        + collection("Field", "Fields", "/v1/{parent=projects/*/databases/*/collectionGroups/*}", "fields")
        + collection("BackupSchedule", "BackupSchedules", parent, "backupSchedules")
        + collection("Backup", "Backups", "/v1/{parent=projects/*/locations/*}", "backups")
        + collection("UserCreds", "UserCreds", parent, "userCreds")
        + collection("ChangeStream", "ChangeStreams", parent, "changeStreams")

    private static let onDocuments = [
        refusal("ExportDocuments", .post(database + ":exportDocuments")),
        refusal("ImportDocuments", .post(database + ":importDocuments")),
        refusal("BulkDeleteDocuments", .post(database + ":bulkDeleteDocuments")),
        refusal("RestoreDatabase", .post("/v1/{parent=projects/*}/databases:restore")),
        refusal("CloneDatabase", .post("/v1/{parent=projects/*}/databases:clone")),
        refusal("GetDocument", .get(database + "/documents/{path=**}")),
        refusal("CreateDocument", .post(database + "/documents/{path=**}")),
        refusal("RunQuery", .post(database + "/documents:runQuery")),
        refusal("BatchGetDocuments", .post(database + "/documents:batchGet")),
        refusal("Commit", .post(database + "/documents:commit")),
    ]

    private static func collection(
        _ one: String, _ many: String, _ parent: String, _ segment: String
    ) -> [RPCMethod] {
        let all = "\(parent)/\(segment)"
        let item = all + "/{id}"
        return [
            refusal("List\(many)", .get(all)), refusal("Create\(one)", .post(all)),
            refusal("Get\(one)", .get(item)), refusal("Update\(one)", .patch(item)),
            refusal("Delete\(one)", .delete(item)),
        ]
    }

    private static func refusal(_ name: String, _ rule: HTTPRule) -> RPCMethod {
        .unary(service + name, [rule]) { (_: AnyMessage, _) throws(Status) -> Empty in
            throw Status(
                .unimplemented,
                "\(name) is not supported: the local cloud has databases, but no documents in them.")
        }
    }
}
