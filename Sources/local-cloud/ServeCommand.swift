import CloudCore
import CloudEmulator
import GoogleCloud
import RPCServer

/// Serves a cloud until the process is told to end.
enum ServeCommand {
    /// Starts, prints one line when ready, and returns when SIGTERM or SIGINT has been handled.
    ///
    /// - Throws: `StartFailure` when the port cannot be had, or the state cannot be read or written.
    static func run(_ options: CloudOptions, until signals: TerminationSignals) throws(StartFailure) {
        let cloud = try makeCloud(options)
        let server = try start(cloud, options)
        StandardStream.output.writeLine(
            "[local-cloud] project \(options.project.id) ready on http://\(options.host):\(server.port)")
        signals.wait()
        server.stopAndWait()
        cloud.discardFiles()
        try StateFiles.leave(cloud, options)
    }

    static func makeCloud(_ options: CloudOptions) throws(StartFailure) -> LocalCloud {
        MemoryPolicy.useOneArena()
        let cloud = LocalCloud(
            timeline: options.timeline.make(), project: options.project, owner: options.owner,
            propagation: options.propagation, policyMode: options.policyMode,
            accountQuota: options.accountQuota ?? LocalCloud.standardAccountQuota, recordsHistory: false,
            http: CurlTransport())
        try StateFiles.load(into: cloud, options)
        for disruption in options.disruptions { cloud.disrupt(disruption) }
        return cloud
    }

    static func start(_ cloud: LocalCloud, _ options: CloudOptions) throws(StartFailure) -> Server {
        do throws(SystemError) {
            return try cloud.start(host: options.host, port: options.port)
        } catch {
            throw StartFailure(error, listeningOn: options.host, options.port, option: "--port")
        }
    }
}
