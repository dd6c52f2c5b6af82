import CloudCore

extension BigQueryV2 {
    /// `google.cloud.bigquery.v2.InsertTableRequest`.
    struct InsertTableRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.InsertTableRequest"

        var projectID = ""
        var datasetID = ""
        var table: Table?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(4, "table", &table)
        }
    }

    /// `google.cloud.bigquery.v2.UpdateOrPatchTableRequest`, whose table is kept as JSON: a patch removes what it has as
    /// null.
    struct UpdateOrPatchTableRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.UpdateOrPatchTableRequest"

        var projectID = ""
        var datasetID = ""
        var tableID = ""
        var table: JSON?
        var autodetectSchema = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "tableId", &tableID)
            visitor.field(4, "table", &table)
            visitor.field(5, "autodetect_schema", &autodetectSchema)
        }
    }

    /// `google.cloud.bigquery.v2.GetTableRequest`.
    struct GetTableRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.GetTableRequest"

        var projectID = ""
        var datasetID = ""
        var tableID = ""
        var selectedFields = ""
        var view = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "tableId", &tableID)
            visitor.field(4, "selectedFields", &selectedFields)
            visitor.field(5, "view", &view)
        }
    }

    /// `google.cloud.bigquery.v2.DeleteTableRequest`.
    struct DeleteTableRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.DeleteTableRequest"

        var projectID = ""
        var datasetID = ""
        var tableID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "tableId", &tableID)
        }
    }

    /// `google.cloud.bigquery.v2.ListTablesRequest`.
    struct ListTablesRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ListTablesRequest"

        var projectID = ""
        var datasetID = ""
        var maxResults: Int32?
        var pageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "maxResults", &maxResults)
            visitor.field(4, "pageToken", &pageToken)
        }
    }

    /// `google.cloud.bigquery.v2.TableList`.
    struct TableList: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.TableList"

        var kind = ""
        var etag = ""
        var nextPageToken = ""
        var tables: [ListFormatTable] = []
        var totalItems: Int32?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "etag", &etag)
            visitor.field(3, "nextPageToken", &nextPageToken)
            visitor.field(4, "tables", &tables)
            visitor.field(5, "totalItems", &totalItems)
        }
    }

    /// `google.cloud.bigquery.v2.ListFormatTable`: a table in a listing.
    struct ListFormatTable: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ListFormatTable"

        var kind = ""
        var id = ""
        var tableReference: TableReference?
        var friendlyName: String?
        var type = ""
        var timePartitioning: TimePartitioning?
        var labels: StringMap = [:]
        var creationTime: Int64 = 0
        var expirationTime: Int64?
        var clustering: Clustering?
        var rangePartitioning: RangePartitioning?
        var requirePartitionFilter: Bool?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "id", &id)
            visitor.field(3, "tableReference", &tableReference)
            visitor.field(4, "friendlyName", &friendlyName)
            visitor.field(5, "type", &type)
            visitor.field(6, "timePartitioning", &timePartitioning)
            visitor.field(7, "labels", &labels)
            visitor.field(9, "creationTime", &creationTime)
            visitor.field(10, "expirationTime", &expirationTime)
            visitor.field(11, "clustering", &clustering)
            visitor.field(12, "rangePartitioning", &rangePartitioning)
            visitor.field(14, "requirePartitionFilter", &requirePartitionFilter)
        }
    }
}
