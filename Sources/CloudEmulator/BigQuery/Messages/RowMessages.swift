import CloudCore

extension BigQueryV2 {
    /// The request of `tabledata.insertAll`.
    struct InsertAllRequest: Message {
        var projectID = ""
        var datasetID = ""
        var tableID = ""
        var kind = ""
        var skipInvalidRows = false
        var ignoreUnknownValues = false
        var templateSuffix = ""
        var rows: [Row] = []
        var traceID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "tableId", &tableID)
            visitor.field(4, "kind", &kind)
            visitor.field(5, "skipInvalidRows", &skipInvalidRows)
            visitor.field(6, "ignoreUnknownValues", &ignoreUnknownValues)
            visitor.field(7, "templateSuffix", &templateSuffix)
            visitor.field(8, "rows", &rows)
            visitor.field(9, "traceId", &traceID)
        }

        /// A row that is to be added.
        struct Row: Message {
            var insertID: String?
            var json: JSON?

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "insertId", &insertID)
                visitor.field(2, "json", &json)
            }
        }
    }

    /// The answer of `tabledata.insertAll`.
    struct InsertAllResponse: Message {
        var kind = ""
        var insertErrors: [InsertErrors] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "insertErrors", &insertErrors)
        }

        /// What is wrong with one row.
        struct InsertErrors: Message {
            var index: Int32?
            var errors: [ErrorProto] = []

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "index", &index)
                visitor.field(2, "errors", &errors)
            }
        }
    }

    /// `google.cloud.bigquery.v2.ErrorProto`; the service has even empty texts in it.
    struct ErrorProto: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ErrorProto"

        var reason: String?
        var location: String?
        var debugInfo: String?
        var message: String?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "reason", &reason)
            visitor.field(2, "location", &location)
            visitor.field(3, "debugInfo", &debugInfo)
            visitor.field(4, "message", &message)
        }
    }

    /// The request of `tabledata.list`.
    struct ListRowsRequest: Message {
        var projectID = ""
        var datasetID = ""
        var tableID = ""
        var startIndex: Int64?
        var maxResults: Int32?
        var pageToken = ""
        var selectedFields = ""
        var formatOptions: DataFormatOptions?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "tableId", &tableID)
            visitor.field(4, "startIndex", &startIndex)
            visitor.field(5, "maxResults", &maxResults)
            visitor.field(6, "pageToken", &pageToken)
            visitor.field(7, "selectedFields", &selectedFields)
            visitor.field(8, "formatOptions", &formatOptions)
        }
    }

    /// `google.cloud.bigquery.v2.DataFormatOptions`.
    struct DataFormatOptions: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.DataFormatOptions"

        var useInt64Timestamp = false
        var timestampOutputFormat = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "useInt64Timestamp", &useInt64Timestamp)
            visitor.field(3, "timestampOutputFormat", &timestampOutputFormat)
        }
    }

    /// The answer of `tabledata.list`; each row is `{"f": [{"v": …}, …]}`.
    struct TableDataList: Message {
        var kind = ""
        var etag = ""
        var totalRows: Int64?
        var pageToken = ""
        var rows: [JSON] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "etag", &etag)
            visitor.field(3, "totalRows", &totalRows)
            visitor.field(4, "pageToken", &pageToken)
            visitor.field(5, "rows", &rows)
        }
    }
}
