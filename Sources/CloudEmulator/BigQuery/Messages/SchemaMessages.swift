import CloudCore

extension BigQueryV2 {
    /// `google.cloud.bigquery.v2.TableSchema`.
    struct TableSchema: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.TableSchema"

        var fields: [TableFieldSchema] = []
        var unsupported = NamedFields<UnsupportedSchemaFields>()

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "fields", &fields)
            unsupported.visit(&visitor)
        }
    }

    /// What a schema cannot have here.
    enum UnsupportedSchemaFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [(3, "foreignTypeInfo")]
    }

    /// `google.cloud.bigquery.v2.TableFieldSchema`: a column.
    struct TableFieldSchema: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.TableFieldSchema"

        var name = ""
        var type = ""
        var mode = ""
        var fields: [TableFieldSchema] = []
        var description: String?
        var maxLength: Int64?
        var precision: Int64?
        var scale: Int64?
        var roundingMode = ""
        var rangeElementType: FieldElementType?
        var unsupported = NamedFields<UnsupportedColumnFields>()

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "type", &type)
            visitor.field(3, "mode", &mode)
            visitor.field(4, "fields", &fields)
            visitor.field(6, "description", &description)
            visitor.field(10, "maxLength", &maxLength)
            visitor.field(11, "precision", &precision)
            visitor.field(12, "scale", &scale)
            visitor.field(15, "roundingMode", &roundingMode)
            visitor.field(18, "rangeElementType", &rangeElementType)
            unsupported.visit(&visitor)
        }
    }

    /// What a column cannot have here.
    enum UnsupportedColumnFields: FieldNames {
        static let list: [(number: Int, name: StaticString)] = [
            (5, "categories"), (9, "policyTags"), (13, "collation"), (14, "defaultValueExpression"),
            (19, "foreignTypeDefinition"), (21, "dataPolicies"), (22, "dataPolicyList"),
            (23, "timestampPrecision"), (24, "generatedColumn"), (25, "dataGovernanceTagsInfo"),
        ]
    }

    /// `google.cloud.bigquery.v2.TableFieldSchema.FieldElementType`.
    struct FieldElementType: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.TableFieldSchema.FieldElementType"

        var type = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
        }
    }

    /// `google.cloud.bigquery.v2.TimePartitioning`.
    struct TimePartitioning: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.TimePartitioning"

        var type = ""
        var expirationMs: Int64?
        var field: String?
        var requirePartitionFilter: Bool?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "type", &type)
            visitor.field(2, "expirationMs", &expirationMs)
            visitor.field(3, "field", &field)
            visitor.field(4, "requirePartitionFilter", &requirePartitionFilter)
        }
    }

    /// `google.cloud.bigquery.v2.RangePartitioning`.
    struct RangePartitioning: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.RangePartitioning"

        var field = ""
        var range: Range?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "field", &field)
            visitor.field(2, "range", &range)
        }

        /// `google.cloud.bigquery.v2.RangePartitioning.Range`.
        struct Range: Message {
            static let definitionName: String? = "google.cloud.bigquery.v2.RangePartitioning.Range"

            var start: Int64?
            var end: Int64?
            var interval: Int64?

            mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
                visitor.field(1, "start", &start)
                visitor.field(2, "end", &end)
                visitor.field(3, "interval", &interval)
            }
        }
    }

    /// `google.cloud.bigquery.v2.Clustering`.
    struct Clustering: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.Clustering"

        var fields: [String] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "fields", &fields)
        }
    }
}
