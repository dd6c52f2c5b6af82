import CloudCore
import Dispatch
import PubSubEmulator

/// Writes the objects of Pub/Sub's Cloud Storage subscriptions to this cloud's buckets, as Pub/Sub's service agent. A
/// bucket that does not exist, or that the agent may not write to, shows as the state of the subscription.
///
/// Source: "Assign Cloud Storage roles to the Pub/Sub service account" in the Pub/Sub documentation: the agent needs
/// `storage.objects.create` and `storage.buckets.get`.
final class StorageExportSink: ExportSink {
    private let storage: CloudStorage
    private let agent: Caller
    private let queue = DispatchQueue(label: "rehearsal.storage.exports")

    init(_ storage: CloudStorage, _ project: LocalProject) {
        self.storage = storage
        agent = Caller(email: project.serviceAgent("pubsub"))
    }

    func takes(_ destination: ExportDestination) -> Bool { destination == .cloudStorage }

    func write(_ object: ExportedObject, _ completion: @escaping @Sendable (Result<Void, Status>) -> Void) {
        queue.async { [storage, agent] in
            completion(
                Result { () throws(Status) in
                    _ = try storage.ask { (plane, now) throws(Status) in
                        try plane.bucket(object.bucket, by: agent, at: now)
                    }
                    var insertion = ObjectInsertion(bucket: object.bucket, name: object.name)
                    insertion.object.contentType = object.contentType
                    _ = try storage.write(insertion, object.body, by: agent)
                })
        }
    }

    /// There are no tables here.
    func insert(
        _ rows: ExportedRows, _ completion: @escaping @Sendable (Result<[Int: Status], Status>) -> Void
    ) {
        let missing = Status(.notFound, "There is no table \(rows.table) here to take rows.")
        queue.async { completion(.failure(missing)) }
    }
}
