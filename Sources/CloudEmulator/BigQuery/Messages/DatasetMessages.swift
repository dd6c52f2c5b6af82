import CloudCore

/// The messages of BigQuery's REST API, version 2.
///
/// Sources: `google/cloud/bigquery/v2/*.proto` for those that are there; `tabledata` is in the discovery document only.
/// As in the latter, 64-bit integers are strings in JSON, and what may be unset has no default.
enum BigQueryV2 {}

extension BigQueryV2 {
    /// `google.cloud.bigquery.v2.DatasetReference`.
    struct DatasetReference: Message, Hashable {
        static let definitionName: String? = "google.cloud.bigquery.v2.DatasetReference"

        var datasetID = ""
        var projectID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "datasetId", &datasetID)
            visitor.field(2, "projectId", &projectID)
        }
    }

    /// `google.cloud.bigquery.v2.Dataset`.
    struct Dataset: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.Dataset"

        var kind = ""
        var etag = ""
        var id = ""
        var selfLink = ""
        var datasetReference: DatasetReference?
        var friendlyName: String?
        var description: String?
        var defaultTableExpirationMs: Int64?
        var labels: StringMap = [:]
        var access: [Access] = []
        var creationTime: Int64 = 0
        var lastModifiedTime: Int64 = 0
        var location = ""
        var defaultPartitionExpirationMs: Int64?
        var type = ""
        var maxTimeTravelHours: Int64?
        var storageBillingModel = ""
        var unsupported = NamedFields<UnsupportedDatasetFields>()
        var outputs = NamedFields<DatasetOutputFields>()

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "etag", &etag)
            visitor.field(3, "id", &id)
            visitor.field(4, "selfLink", &selfLink)
            visitor.field(5, "datasetReference", &datasetReference)
            visitor.field(6, "friendlyName", &friendlyName)
            visitor.field(7, "description", &description)
            visitor.field(8, "defaultTableExpirationMs", &defaultTableExpirationMs)
            visitor.field(9, "labels", &labels)
            visitor.field(10, "access", &access)
            visitor.field(11, "creationTime", &creationTime)
            visitor.field(12, "lastModifiedTime", &lastModifiedTime)
            visitor.field(13, "location", &location)
            visitor.field(14, "defaultPartitionExpirationMs", &defaultPartitionExpirationMs)
            visitor.field(18, "type", &type)
            visitor.field(23, "maxTimeTravelHours", &maxTimeTravelHours)
            visitor.field(25, "storageBillingModel", &storageBillingModel)
            unsupported.visit(&visitor)
            outputs.visit(&visitor)
        }
    }

    /// What cannot be set here.
    enum UnsupportedDatasetFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (16, "defaultEncryptionConfiguration"), (19, "linkedDatasetSource"),
            (20, "externalDatasetReference"),
            (21, "isCaseInsensitive"), (22, "defaultCollation"), (26, "defaultRoundingMode"),
            (31, "resourceTags"),
            (60, "externalCatalogDatasetOptions"),
        ]
    }

    /// What only the service sets.
    enum DatasetOutputFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (17, "satisfiesPzs"), (24, "tags"), (27, "restrictions"), (32, "satisfiesPzi"),
            (33, "linkedDatasetMetadata"), (34, "catalogSource"),
        ]
    }

    /// `google.cloud.bigquery.v2.Access`: a role for somebody.
    struct Access: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.Access"

        var role = ""
        var userByEmail = ""
        var groupByEmail = ""
        var domain = ""
        var specialGroup = ""
        var iamMember = ""
        var unsupported = NamedFields<UnsupportedAccessFields>()

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "role", &role)
            visitor.field(2, "userByEmail", &userByEmail)
            visitor.field(3, "groupByEmail", &groupByEmail)
            visitor.field(4, "domain", &domain)
            visitor.field(5, "specialGroup", &specialGroup)
            visitor.field(7, "iamMember", &iamMember)
            unsupported.visit(&visitor)
        }
    }

    /// Grants to what there is only with SQL, and conditions.
    enum UnsupportedAccessFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (6, "view"), (8, "routine"), (9, "dataset"), (10, "condition"),
        ]
    }
}
