import CloudCore
import RPCServer

/// How the writes of a history are made again, by the names of their methods and events.
struct PlaneReplays: Sendable {
    /// Makes a write again from the JSON of its request.
    typealias Replay =
        @Sendable (inout ControlPlane, JSON, Caller, Instant) throws(Status) -> Void

    /// What a method that changes the control plane carries along, for who looks through a method table.
    struct OfMethod: Sendable {
        let replay: Replay
    }

    /// The writes that are no methods.
    private static let events: [String: Replay] = table(
        event(CloudResumed.self), event(ClockStopped.self), event(JobsDue.self), event(JobAttemptEnded.self),
        event(KeyAdded.self), event(PubSubPolicyRemoved.self), event(RevisionSettled.self),
        event(RowsExported.self), PubSubPolicyKeeper.replay,
        event(BuildNoted.self), event(BuildStopped.self), event(BuildsDue.self),
        event(ImagePut.self), event(ImageRemoved.self), request(ImagePushed.self),
        event(StorageSettled.self), request(StorageWrites.ChangeBucket.self),
        request(StorageWrites.ChangeObject.self), request(StorageWrites.CopyObject.self),
        request(StorageWrites.DeleteBucket.self), request(StorageWrites.DeleteObject.self),
        request(StorageWrites.InsertBucket.self), request(StorageWrites.InsertObject.self),
        request(StorageWrites.MakeLogBucket.self), request(StorageWrites.MoveObject.self),
        request(StorageWrites.SetBucketPolicy.self))

    private let replays: [String: Replay]

    /// The replays of the methods that change the control plane, and of the events.
    init(_ methods: [RPCMethod]) {
        var replays = Self.events
        for method in methods {
            guard let write = method.attachment as? OfMethod else { continue }
            replays[method.name] = write.replay
        }
        self.replays = replays
    }

    /// Makes a write again.
    ///
    /// - Throws: INVALID_ARGUMENT for a method that is none; what the method throws when it did not throw at first.
    func apply(_ record: PlaneRecord, to plane: inout ControlPlane) throws(Status) {
        guard let replay = replays[record.method] else {
            throw Status(.invalidArgument, "no method or event of that name changes this cloud")
        }
        let request = try JSON.parse(record.request, limits: CloudState.limits)
        do throws(Status) {
            try replay(&plane, request, Caller(email: record.caller), record.time)
        } catch {
            guard record.isAborted, error.code == .aborted else { throw error }
            return
        }
        if record.isAborted {
            throw Status(.invalidArgument, "it was refused as outdated at first, and is not now")
        }
    }

    private static func event<Event: PlaneEvent>(_ type: Event.Type) -> (String, Replay) {
        let replay: Replay = { (plane, json, _, now) throws(Status) in
            _ = try ProtoJSONDecoder.decode(Event.self, from: json).apply(to: &plane, at: now)
        }
        return (Event.eventName, replay)
    }

    private static func request<Request: PlaneRequest>(_ type: Request.Type) -> (String, Replay) {
        let replay: Replay = { (plane, json, caller, now) throws(Status) in
            let request = try ProtoJSONDecoder.decode(Request.self, from: json)
            _ = try request.apply(to: &plane, by: caller, at: now)
        }
        return (Request.requestName, replay)
    }

    private static func table(_ entries: (String, Replay)...) -> [String: Replay] {
        Dictionary(uniqueKeysWithValues: entries)
    }
}

/// Which methods of the control plane make changes that are kept.
enum WriteRules {
    /// What the names of methods begin with that only ask, or make something that is not kept here, as tokens are.
    private static let reads = [
        "Get", "List", "Test", "Search", "Query", "Access", "BatchGet", "Generate", "Sign", "Lint",
        "Validate",
    ]

    /// Whether a method, by its gRPC path, makes a change of the control plane that is kept.
    static func isWrite(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return !reads.contains { name.hasPrefix($0) }
    }
}
