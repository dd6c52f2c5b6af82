import CloudCore
import PubSubEmulator

extension ControlPlane {
    typealias Dataset = BigQueryV2.Dataset

    /// Where datasets are unless their creator says otherwise.
    private static let standardLocation = "US"
    /// How long a deleted dataset can come back unless it says otherwise.
    private static let standardTimeTravelHours: Int64 = 168

    /// Creates a dataset without tables.
    mutating func insertDataset(
        _ request: BigQueryV2.InsertDatasetRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Dataset {
        try checkBigQueryProject(request.projectID)
        try authorize("bigquery.datasets.create", on: project.name, by: caller, at: now)
        var dataset = request.dataset ?? Dataset()
        let id = dataset.datasetReference?.datasetID ?? ""
        try DatasetRules.checkID(id)
        try DatasetRules.check(dataset)
        try checkAccessVersion(request.accessPolicyVersion)
        settleBigQuery(at: now)
        guard bigQuery.dataset(id) == nil else {
            throw .listed(.alreadyExists, "duplicate", "Already Exists: Dataset \(datasetName(id))")
        }
        try bigQuery.checkRoomForDataset()
        dataset.access = try DatasetAccess.check(
            dataset.access.isEmpty ? DatasetAccess.standard(for: caller) : dataset.access)
        try writeAccess(dataset.access, of: id, isNew: true, by: caller, at: now)
        dataset.kind = "bigquery#dataset"
        dataset.type = "DEFAULT"
        dataset.id = datasetName(id)
        dataset.datasetReference = datasetReference(id)
        dataset.selfLink = bigQueryLink(datasetResource(id))
        dataset.location = Self.shownLocation(dataset.location)
        dataset.maxTimeTravelHours = dataset.maxTimeTravelHours ?? Self.standardTimeTravelHours
        dataset.outputs = .init()
        dataset.creationTime = now.milliseconds
        dataset.lastModifiedTime = now.milliseconds
        dataset.etag = bigQuery.nextEtag()
        bigQuery.add(dataset, id)
        return dataset
    }

    /// The multi-regions are in capitals, the regions are not.
    static func shownLocation(_ location: String) -> String {
        if location.isEmpty { return standardLocation }
        return location.contains("-") ? location.lowercased() : location.uppercased()
    }

    /// The dataset of that name, as far as the caller wants to see it.
    mutating func dataset(
        _ request: BigQueryV2.GetDatasetRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Dataset {
        try checkAccessVersion(request.accessPolicyVersion)
        var dataset = try datasetEntry(
            request.datasetID, in: request.projectID, "bigquery.datasets.get", by: caller, at: now
        ).dataset
        switch request.datasetView {
        case "", "DATASET_VIEW_UNSPECIFIED", "FULL": break
        case "METADATA": dataset.access = []
        case "ACL":
            var shown = Dataset()
            (shown.kind, shown.etag, shown.id) = (dataset.kind, dataset.etag, dataset.id)
            (shown.datasetReference, shown.access) = (dataset.datasetReference, dataset.access)
            dataset = shown
        case let other:
            throw .listed(
                .invalidArgument, "invalid",
                "datasetView is \"\(other.prefix(100))\"; expected METADATA, ACL or FULL.")
        }
        return dataset
    }

    /// A page of the datasets that the caller may see.
    mutating func listDatasets(
        _ request: BigQueryV2.ListDatasetsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> BigQueryV2.DatasetList {
        try checkBigQueryProject(request.projectID)
        settleBigQuery(at: now)
        let filter = try LabelFilter(request.filter)
        let pages = try ListingPage(maxResults: request.maxResults, token: request.pageToken)
        let visible = bigQuery.datasets.filter { id, entry in
            // Anonymous datasets, which `all` would add, are made by queries.
            filter.matches(entry.dataset.labels)
                && (mode != .enforce
                    || allows("bigquery.datasets.get", on: datasetResource(id), to: caller, at: now))
        }
        let (page, token) = pages.page(visible)
        var list = BigQueryV2.DatasetList()
        list.kind = "bigquery#datasetList"
        list.nextPageToken = token
        list.datasets = page.map { $0.value.dataset.listed }
        return list
    }

    /// Deletes a dataset, which must be empty unless the request has its contents go, too.
    mutating func deleteDataset(
        _ request: BigQueryV2.DeleteDatasetRequest, ifMatch: String?, by caller: Caller, at now: Instant
    ) throws(Status) {
        let id = request.datasetID
        let entry = try datasetEntry(
            id, in: request.projectID, "bigquery.datasets.delete", by: caller, at: now)
        try checkMatch(ifMatch, entry.dataset.etag)
        if !entry.tables.isEmpty {
            guard request.deleteContents else {
                throw .listed(
                    .failedPrecondition, "resourceInUse", "Dataset \(datasetName(id)) is still in use")
            }
            try authorize("bigquery.tables.delete", on: datasetResource(id), by: caller, at: now)
        }
        let hours = entry.dataset.maxTimeTravelHours ?? Self.standardTimeTravelHours
        bigQuery.remove(id, at: now, goneAt: now + .seconds(hours * 3600))
        policies.remove(datasetResource(id))
        for table in entry.tables.keys { policies.remove(tableResource(table, of: id)) }
    }

    /// Brings a dataset back that was deleted within its time travel window, with its tables and its access list. The
    /// policies of its tables do not come back.
    mutating func undeleteDataset(
        _ request: BigQueryV2.UndeleteDatasetRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> Dataset {
        let id = request.datasetID
        try checkBigQueryProject(request.projectID)
        try authorize("bigquery.datasets.create", on: project.name, by: caller, at: now)
        settleBigQuery(at: now)
        guard bigQuery.dataset(id) == nil else {
            throw .listed(.alreadyExists, "duplicate", "Already Exists: Dataset \(datasetName(id))")
        }
        guard let former = bigQuery.deleted[id],
            request.deletionTime.map({ $0 == Timestamp(former.deletedAt) }) ?? true
        else { throw noDataset(id) }
        bigQuery.restore(id)
        let access = DatasetAccess.policy(former.entry.dataset.access, in: project)
        policies.establish(access, of: datasetResource(id), at: now)
        settleBigQuery(at: now)
        return former.entry.dataset
    }
}

extension BigQueryV2.Dataset {
    /// The dataset in a listing.
    fileprivate var listed: BigQueryV2.ListFormatDataset {
        var item = BigQueryV2.ListFormatDataset()
        item.kind = kind
        item.id = id
        item.datasetReference = datasetReference
        item.labels = labels
        item.friendlyName = friendlyName
        item.location = location
        return item
    }
}
