import CloudCore

/// How the messages of one export subscription are written: the limits of a batch, and what becomes of one.
struct ExportWriter {
    /// Where batches go, by the config of the subscription.
    enum Kind {
        case bigQuery(BigQueryConfig)
        case cloudStorage(CloudStorageConfig)
        case bigtable(BigtableConfig)
    }

    let kind: Kind
    let subscription: String
    let limits: ExportBatch.Limits

    /// Reads the settings; nil for a subscription that exports nothing.
    init?(_ settings: Subscription) {
        subscription = settings.name
        switch DeliveryTarget(settings) {
        case .bigQuery(let config): kind = .bigQuery(config)
        case .bigtable(let config): kind = .bigtable(config)
        case .cloudStorage(let config, _):
            kind = .cloudStorage(config)
            limits = ExportBatch.Limits(
                duration: config.maxDuration ?? CloudStorageRules.defaultMaxDuration, bytes: config.maxBytes,
                messages: config.maxMessages)
            return
        case .pull, .push: return nil
        }
        // Rows are written as they come.
        limits = ExportBatch.Limits(duration: .zero, bytes: 10 << 20, messages: 1_000)
    }

    /// The object of a batch of a Cloud Storage subscription.
    func object(
        _ config: CloudStorageConfig, _ messages: [StoredMessage], at now: Instant,
        _ generator: inout SeededGenerator
    ) -> ExportedObject {
        let name = ObjectNaming.name(config, at: now, id: ObjectNaming.uuid(&generator))
        guard let avro = config.avroConfig else {
            // "Messages are written as raw text, separated by a newline".
            var body: [UInt8] = []
            for message in messages { body += message.data + [UInt8(ascii: "\n")] }
            return ExportedObject(bucket: config.bucket, name: name, contentType: "text/plain", body: body)
        }
        var marker: [UInt8] = []
        for _ in 0..<2 { withUnsafeBytes(of: generator.next()) { marker += $0 } }
        let records = AvroMessages(subscription: subscription, writesMetadata: avro.writeMetadata)
        return ExportedObject(
            bucket: config.bucket, name: name, contentType: "application/avro",
            body: records.file(messages, marker: marker))
    }

    /// The rows of a batch, and the messages that make none, by their index.
    func rows(
        _ messages: [StoredMessage]
    ) -> (rows: ExportedRows, indices: [Int], failures: [Int: Status]) {
        var rows = ExportedRows(product: .bigtable, table: "", dropsUnknownFields: false, rows: [])
        var indices: [Int] = []
        var failures: [Int: Status] = [:]
        for (index, message) in messages.enumerated() {
            do throws(Status) {
                if let row = try row(message) {
                    rows.rows.append(row)
                    indices.append(index)
                }
            } catch {
                failures[index] = error
            }
        }
        switch kind {
        case .bigQuery(let config):
            rows.product = .bigQuery
            rows.table = config.table
            rows.dropsUnknownFields = config.dropUnknownFields
        case .bigtable(let config): rows.table = config.table
        case .cloudStorage: break
        }
        return (rows, indices, failures)
    }

    private func row(_ message: StoredMessage) throws(Status) -> ExportedRow? {
        switch kind {
        case .bigQuery(let config):
            try TableRows.bigQuery(message, config, subscription: subscription)
        case .bigtable(let config): TableRows.bigtable(message, config, subscription: subscription)
        case .cloudStorage: nil
        }
    }
}
