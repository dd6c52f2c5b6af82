import CloudCore
import Synchronization

/// How many streams each project has open, under `--strict`.
final class OpenStreams: Sendable {
    /// Open StreamingPull connections of a project in a large region ("Pub/Sub quotas and limits").
    static let limit = 72_000

    private let counts = Mutex<[String: Int]>([:])

    /// Counts a stream that opens, until what is returned goes.
    ///
    /// - Throws: RESOURCE_EXHAUSTED, in the words of the service (googleapis/nodejs-pubsub #1275). It is no rate, so
    ///   that nothing is said of when to try again.
    func open(on subscription: String) throws(Status) -> OpenStream {
        let project = QuotaMeter.project(of: subscription)
        let isOpen = counts.withLock { counts in
            guard counts[project, default: 0] < Self.limit else { return false }
            counts[project, default: 0] += 1
            return true
        }
        if isOpen { return OpenStream(project: project, streams: self) }
        let id = project.split(separator: "/").last ?? ""
        throw Status(
            .resourceExhausted,
            "You have exceeded your StreamingPull connection quota (project=\"\(id)\"). "
                + "Refer to https://cloud.google.com/pubsub/quotas for more information.",
            details: [
                .quotaFailure([
                    .init(subject: project, description: "At most \(Self.limit) streams may be open.")
                ])
            ])
    }

    fileprivate func close(_ project: String) {
        counts.withLock { counts in
            let rest = counts[project, default: 1] - 1
            counts[project] = rest > 0 ? rest : nil
        }
    }
}

/// A stream that counts as open while this is kept.
final class OpenStream: Sendable {
    private let project: String
    private let streams: OpenStreams

    fileprivate init(project: String, streams: OpenStreams) {
        (self.project, self.streams) = (project, streams)
    }

    deinit { streams.close(project) }
}
