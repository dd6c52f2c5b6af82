import CloudCore

extension BigQueryV2 {
    /// `google.cloud.bigquery.v2.TableReference`.
    struct TableReference: Message, Hashable {
        static let definitionName: String? = "google.cloud.bigquery.v2.TableReference"

        var projectID = ""
        var datasetID = ""
        var tableID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "tableId", &tableID)
        }
    }

    /// `google.cloud.bigquery.v2.Table`.
    struct Table: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.Table"

        var kind = ""
        var etag = ""
        var id = ""
        var selfLink = ""
        var tableReference: TableReference?
        var friendlyName: String?
        var description: String?
        var labels: StringMap = [:]
        var schema: TableSchema?
        var timePartitioning: TimePartitioning?
        var numBytes: Int64?
        var numLongTermBytes: Int64?
        var numRows: Int64?
        var creationTime: Int64 = 0
        var expirationTime: Int64?
        var lastModifiedTime: Int64?
        var type = ""
        var location = ""
        var clustering: Clustering?
        var rangePartitioning: RangePartitioning?
        var requirePartitionFilter: Bool?
        var unsupported = NamedFields<UnsupportedTableFields>()
        var outputs = NamedFields<TableOutputFields>()

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "etag", &etag)
            visitor.field(3, "id", &id)
            visitor.field(4, "selfLink", &selfLink)
            visitor.field(5, "tableReference", &tableReference)
            visitor.field(6, "friendlyName", &friendlyName)
            visitor.field(7, "description", &description)
            visitor.field(8, "labels", &labels)
            visitor.field(9, "schema", &schema)
            visitor.field(10, "timePartitioning", &timePartitioning)
            visitor.field(11, "numBytes", &numBytes)
            visitor.field(12, "numLongTermBytes", &numLongTermBytes)
            visitor.field(13, "numRows", &numRows)
            visitor.field(14, "creationTime", &creationTime)
            visitor.field(15, "expirationTime", &expirationTime)
            visitor.field(16, "lastModifiedTime", &lastModifiedTime)
            visitor.field(17, "type", &type)
            visitor.field(20, "location", &location)
            visitor.field(23, "clustering", &clustering)
            visitor.field(27, "rangePartitioning", &rangePartitioning)
            visitor.field(28, "requirePartitionFilter", &requirePartitionFilter)
            unsupported.visit(&visitor)
            outputs.visit(&visitor)
        }
    }

    /// What a table cannot have here: what needs SQL, other storage, or keys.
    enum UnsupportedTableFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (18, "view"), (19, "externalDataConfiguration"), (22, "encryptionConfiguration"), (24, "model"),
            (25, "materializedView"), (30, "defaultCollation"), (43, "tableReplicationInfo"),
            (44, "defaultRoundingMode"), (45, "biglakeConfiguration"), (47, "tableConstraints"),
            (48, "resourceTags"), (49, "maxStaleness"), (50, "externalCatalogTableOptions"),
            (51, "partitionDefinition"), (52, "managedTableType"),
        ]
    }

    /// What only the service sets.
    enum TableOutputFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (21, "streamingBuffer"), (26, "numPhysicalBytes"), (29, "snapshotDefinition"),
            (31, "cloneDefinition"),
            (32, "numTimeTravelPhysicalBytes"), (33, "numTotalLogicalBytes"), (34, "numActiveLogicalBytes"),
            (35, "numLongTermLogicalBytes"), (36, "numCurrentPhysicalBytes"), (37, "numTotalPhysicalBytes"),
            (38, "numActivePhysicalBytes"), (39, "numLongTermPhysicalBytes"), (40, "numPartitions"),
            (41, "materializedViewStatus"), (42, "replicas"), (46, "restrictions"),
        ]
    }
}
