import CloudCore
import Glibc
import PubSubEmulator
import RPCServer

// Not asynchronous: the signals are waited for on the main thread, which an asynchronous main gives away.
let signals = TerminationSignals()

func fail(_ text: String, status: Int32) -> Never {
    StandardStream.error.writeLine("pubsub-emulator: \(text)")
    exit(status)
}

do {
    let options = try EmulatorOptions(
        Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.variables)
    if options.wantsHelp {
        StandardStream.output.writeLine(EmulatorOptions.help)
    } else if options.wantsVersion {
        StandardStream.output.writeLine("pubsub-emulator \(PackageVersion.current)")
    } else if options.wantsSupport {
        StandardStream.output.writeLine(SupportTable.markdown)
    } else if let path = options.replayPath {
        exit(try ReplayCommand.run(path, options) ? 0 : 1)
    } else {
        try EmulatorCommand.run(options, until: signals)
    }
} catch let failure as StartFailure {
    fail(failure.text, status: 1)
} catch let status as Status {
    fail(status.message, status: 2)
}
