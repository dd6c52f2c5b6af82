import CloudCore
import Synchronization

/// Carries builds out with processes of this machine.
final class ProcessBuildWorker: BuildWorker {
    private let settings: BuildSettings
    private let timeline: any Timeline
    private let plane: ControlPlaneHost
    private let images: ImageFolders
    private let storage: any BuildStorage
    private let ports: AccountPorts
    private let logs: BuildLogs
    /// Made for the first build.
    private let folder = Mutex<BuildFolder?>(nil)

    init(
        settings: BuildSettings, timeline: any Timeline, plane: ControlPlaneHost, images: ImageFolders,
        storage: any BuildStorage, ports: AccountPorts, logs: BuildLogs
    ) {
        self.settings = settings
        self.timeline = timeline
        self.plane = plane
        self.images = images
        self.storage = storage
        self.ports = ports
        self.logs = logs
    }

    func begin(
        _ work: ControlPlane.BuildWork,
        progress: @escaping @Sendable (@Sendable (inout CloudBuildV1.Build) -> Void) -> Void,
        stopped: @escaping @Sendable (BuildStore.Ending) -> Void
    ) -> BuildStop {
        let log = makeLog(work)
        logs.keep(log, of: work.build.id)
        do throws(Status) {
            let tools = BuildRun.Tools(
                settings: settings, timeline: timeline, plane: plane, storage: storage,
                ports: ports, folder: try makeFolder())
            let run = BuildRun(work, tools, log, progress: progress)
            Task { stopped(await run.carryOut()) }
            return BuildStop { run.stop() }
        } catch {
            log.line("ERROR: \(error.message)")
            var info = CloudBuildV1.Build.FailureInfo()
            info.detail = error.message
            stopped(.failure(info, status: .internalError))
            return BuildStop {}
        }
    }

    func discard() { folder.withLock { $0 }?.discard() }

    private func makeLog(_ work: ControlPlane.BuildWork) -> BuildLog {
        let place = BuildLogPlace(work.build)
        // Cloud Build's own bucket takes logs whatever the build's account may do.
        let isOwn = place?.bucket.hasSuffix(BuildLogPlace.ownSuffix) == true
        let account = isOwn ? nil : work.account
        return BuildLog(
            limit: settings.logBytes, timeline: timeline,
            streams: work.build.options?.logStreamingOption != .streamOff
        ) { [storage] bytes throws(Status) in
            if let place { try storage.write(log: bytes, of: work.build.id, to: place, by: account) }
        }
    }

    private func makeFolder() throws(Status) -> BuildFolder {
        let outcome = folder.withLock { folder -> Result<BuildFolder, Status> in
            if let folder { return .success(folder) }
            do throws(Status) {
                let made = try BuildFolder(images)
                folder = made
                return .success(made)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
