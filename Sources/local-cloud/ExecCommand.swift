import CloudCore
import CloudEmulator
import RPCServer

/// Runs a command against a cloud of its own.
enum ExecCommand {
    /// Starts a cloud, runs the command with the variables that lead to it, and stops the cloud again.
    ///
    /// - Returns: the exit code of the command; 128 and the signal's number when a signal ended it, as shells say it.
    /// - Throws: `StartFailure` when the cloud or the command cannot be started.
    static func run(
        _ program: String, _ arguments: [String], _ options: CloudOptions
    ) throws(StartFailure) -> Int32 {
        let cloud = ServeCommand.makeCloud(options)
        let server = try ServeCommand.start(cloud, options)
        defer {
            server.stopAndWait()
            cloud.discardFiles()
        }
        var options = options
        options.port = server.port
        let variables = ProcessEnvironment.variables.merging(CloudEnvironment(options).variables) { $1 }
        do throws(SystemError) {
            switch try ChildProcess.runInForeground(program, arguments, environment: variables) {
            case .status(let code): return code
            case .signal(let number): return 128 + number
            }
        } catch {
            throw StartFailure(text: "cannot run \(program): \(error)")
        }
    }
}
