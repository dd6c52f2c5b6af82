import CloudCore

extension BigQueryV2 {
    /// `google.cloud.bigquery.v2.InsertDatasetRequest`.
    struct InsertDatasetRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.InsertDatasetRequest"

        var projectID = ""
        var dataset: Dataset?
        var accessPolicyVersion: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "dataset", &dataset)
            visitor.field(4, "accessPolicyVersion", &accessPolicyVersion)
        }
    }

    /// `google.cloud.bigquery.v2.UpdateOrPatchDatasetRequest`, whose dataset is kept as JSON: a patch removes what it has
    /// as null.
    struct UpdateOrPatchDatasetRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.UpdateOrPatchDatasetRequest"

        var projectID = ""
        var datasetID = ""
        var dataset: JSON?
        var updateMode = ""
        var accessPolicyVersion: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "dataset", &dataset)
            visitor.field(4, "updateMode", &updateMode)
            visitor.field(5, "accessPolicyVersion", &accessPolicyVersion)
        }
    }

    /// `google.cloud.bigquery.v2.GetDatasetRequest`.
    struct GetDatasetRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.GetDatasetRequest"

        var projectID = ""
        var datasetID = ""
        var datasetView = ""
        var accessPolicyVersion: Int32 = 0

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "datasetView", &datasetView)
            visitor.field(4, "accessPolicyVersion", &accessPolicyVersion)
        }
    }

    /// `google.cloud.bigquery.v2.DeleteDatasetRequest`.
    struct DeleteDatasetRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.DeleteDatasetRequest"

        var projectID = ""
        var datasetID = ""
        var deleteContents = false

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "deleteContents", &deleteContents)
        }
    }

    /// `google.cloud.bigquery.v2.UndeleteDatasetRequest`.
    struct UndeleteDatasetRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.UndeleteDatasetRequest"

        var projectID = ""
        var datasetID = ""
        var deletionTime: Timestamp?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "datasetId", &datasetID)
            visitor.field(3, "deletionTime", &deletionTime)
        }
    }

    /// `google.cloud.bigquery.v2.ListDatasetsRequest`.
    struct ListDatasetsRequest: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ListDatasetsRequest"

        var projectID = ""
        var maxResults: Int32?
        var pageToken = ""
        var all = false
        var filter = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
            visitor.field(2, "maxResults", &maxResults)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "all", &all)
            visitor.field(5, "filter", &filter)
        }
    }

    /// `google.cloud.bigquery.v2.DatasetList`.
    struct DatasetList: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.DatasetList"

        var kind = ""
        var etag = ""
        var nextPageToken = ""
        var datasets: [ListFormatDataset] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "etag", &etag)
            visitor.field(3, "nextPageToken", &nextPageToken)
            visitor.field(4, "datasets", &datasets)
        }
    }

    /// `google.cloud.bigquery.v2.ListFormatDataset`: a dataset in a listing.
    struct ListFormatDataset: Message {
        static let definitionName: String? = "google.cloud.bigquery.v2.ListFormatDataset"

        var kind = ""
        var id = ""
        var datasetReference: DatasetReference?
        var labels: StringMap = [:]
        var friendlyName: String?
        var location = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "kind", &kind)
            visitor.field(2, "id", &id)
            visitor.field(3, "datasetReference", &datasetReference)
            visitor.field(4, "labels", &labels)
            visitor.field(5, "friendlyName", &friendlyName)
            visitor.field(6, "location", &location)
        }
    }
}
