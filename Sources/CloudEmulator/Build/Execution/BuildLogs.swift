import CloudCore
import RPCServer
import Synchronization

/// The logs of the latest builds, for whoever cannot read them from Cloud Storage.
final class BuildLogs: Sendable {
    /// How many are kept.
    static let maxLogs = 50

    private let logs = Mutex<[(id: String, log: BuildLog)]>([])

    /// Keeps a log.
    func keep(_ log: BuildLog, of id: String) {
        logs.withLock { logs in
            logs.append((id, log))
            if logs.count > Self.maxLogs { logs.removeFirst() }
        }
    }

    /// The log of a build as far as it goes; nil when it is not known.
    func text(of id: String) -> String? {
        logs.withLock { $0.last { $0.id == id }?.log }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}

extension LocalCloud {
    /// The log of a build as far as it goes, whatever its logging mode; nil when the build has not begun, or is one of
    /// long ago whose log is not in Cloud Storage. That of a build of a former process is the one in Cloud Storage.
    public func buildLog(_ id: String) -> String? {
        if let text = buildLogs.text(of: id) { return text }
        guard let place = inspect({ $0.builds[id]?.build }).flatMap(BuildLogPlace.init),
            let bytes = try? object(bucket: place.bucket, name: place.object).content.bytes()
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `GET /emulator/v1/builds/{id}/log` answers the log of a build, `{"log": "…"}`, whatever its logging mode.
    var buildRoutes: [HTTPRoute] {
        [
            HTTPRoute("GET", "/emulator/v1/builds/{id}/log") { [self] request in
                .json { () throws(Status) in
                    let id = request.parameters["id"] ?? ""
                    guard let log = buildLog(id) else {
                        throw Status(.notFound, "There is no log of a build \"\(id.prefix(100))\".")
                    }
                    return ["log": .string(log)]
                }
            }
        ]
    }
}
