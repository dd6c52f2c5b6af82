import CloudCore

extension ControlPlane {
    /// Changes what the request's dataset has, and keeps the rest.
    mutating func patchDataset(
        _ request: BigQueryV2.UpdateOrPatchDatasetRequest, ifMatch: String?, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Dataset {
        let current = try datasetToUpdate(request, ifMatch, by: caller, at: now)
        let merged = current.protoJSON.merged(with: request.dataset ?? .object(JSONObject()))
        return try update(current, to: merged, request, by: caller, at: now)
    }

    /// Changes everything to what the request's dataset has.
    mutating func updateDataset(
        _ request: BigQueryV2.UpdateOrPatchDatasetRequest, ifMatch: String?, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Dataset {
        let current = try datasetToUpdate(request, ifMatch, by: caller, at: now)
        return try update(current, to: request.dataset ?? .null, request, by: caller, at: now)
    }

    private mutating func datasetToUpdate(
        _ request: BigQueryV2.UpdateOrPatchDatasetRequest, _ ifMatch: String?, by caller: Caller,
        at now: Instant
    ) throws(Status) -> Dataset {
        try checkAccessVersion(request.accessPolicyVersion)
        let dataset = try datasetEntry(
            request.datasetID, in: request.projectID, "bigquery.datasets.update", by: caller, at: now
        ).dataset
        try checkMatch(ifMatch, dataset.etag)
        return dataset
    }

    private mutating func update(
        _ current: Dataset, to json: JSON, _ request: BigQueryV2.UpdateOrPatchDatasetRequest,
        by caller: Caller, at now: Instant
    ) throws(Status) -> Dataset {
        let id = request.datasetID
        let wanted = try ProtoJSONDecoder.decode(Dataset.self, from: json)
        try DatasetRules.check(wanted)
        guard wanted.location.isEmpty || wanted.location.lowercased() == current.location.lowercased() else {
            throw .listed(
                .invalidArgument, "invalid",
                "The location of dataset \(datasetName(id)) is \(current.location) and cannot be changed.")
        }
        var changed = current
        let mode = try DatasetUpdateMode(request.updateMode)
        if mode.hasMetadata { changed.takeMetadata(of: wanted) }
        if mode.hasAccess, json["access"] != nil {
            changed.access = try DatasetAccess.check(wanted.access)
        }
        if changed.access != current.access {
            try authorize("bigquery.datasets.setIamPolicy", on: datasetResource(id), by: caller, at: now)
            try writeAccess(changed.access, of: id, isNew: false, by: caller, at: now)
        }
        changed.lastModifiedTime = now.milliseconds
        changed.etag = bigQuery.nextEtag()
        bigQuery.update(id, changed)
        return changed
    }
}

/// What an update of a dataset is about.
private struct DatasetUpdateMode {
    let hasMetadata: Bool
    let hasAccess: Bool

    /// Reads `updateMode`.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(_ name: String) throws(Status) {
        switch name {
        case "", "UPDATE_MODE_UNSPECIFIED", "UPDATE_FULL": (hasMetadata, hasAccess) = (true, true)
        case "UPDATE_METADATA": (hasMetadata, hasAccess) = (true, false)
        case "UPDATE_ACL": (hasMetadata, hasAccess) = (false, true)
        default:
            throw .listed(
                .invalidArgument, "invalid",
                "updateMode is \"\(name.prefix(100))\"; expected UPDATE_METADATA, UPDATE_ACL or UPDATE_FULL.")
        }
    }
}

extension BigQueryV2.Dataset {
    /// Takes what a caller may change, apart from the access list.
    fileprivate mutating func takeMetadata(of other: BigQueryV2.Dataset) {
        friendlyName = other.friendlyName
        description = other.description
        labels = other.labels
        defaultTableExpirationMs = other.defaultTableExpirationMs
        defaultPartitionExpirationMs = other.defaultPartitionExpirationMs
        maxTimeTravelHours = other.maxTimeTravelHours ?? maxTimeTravelHours
        storageBillingModel = other.storageBillingModel
    }
}
