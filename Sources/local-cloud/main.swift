import CloudCore
import Glibc
import RPCServer

// Not asynchronous: the signals are waited for on the main thread, which an asynchronous main gives away.
let signals = TerminationSignals()

func fail(_ text: String, status: Int32) -> Never {
    StandardStream.error.writeLine("local-cloud: \(text)")
    exit(status)
}

do {
    let options = try CloudOptions(Array(CommandLine.arguments.dropFirst()))
    if options.wantsHelp {
        StandardStream.output.writeLine(CloudOptions.help)
    } else if options.wantsVersion {
        StandardStream.output.writeLine("local-cloud \(PackageVersion.current)")
    } else {
        switch options.command {
        case .serve: try ServeCommand.run(options, until: signals)
        case .environment: StandardStream.output.writeLine(CloudEnvironment(options).exports)
        case .execute(let program, let arguments): exit(try ExecCommand.run(program, arguments, options))
        case .suggestPolicy: exit(try PolicyCommand.run(options) ? 0 : 1)
        case .replay(let path): exit(try ReplayCommand.run(path, options) ? 0 : 1)
        }
    }
} catch let failure as StartFailure {
    fail(failure.text, status: 1)
} catch let status as Status {
    fail(status.message, status: 2)
}
