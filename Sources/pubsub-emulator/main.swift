import CloudCore
import Glibc
import PubSubEmulator
import RPCServer

let signals = TerminationSignals()

do {
    let options = try EmulatorOptions(
        Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.variables)
    if options.wantsHelp {
        print(EmulatorOptions.help)
    } else if options.wantsVersion {
        print("pubsub-emulator \(EmulatorOptions.version)")
    } else if options.wantsSupport {
        print(SupportTable.markdown)
    } else {
        try await EmulatorCommand.run(options, until: signals)
    }
} catch {
    StandardStream.error.writeLine("pubsub-emulator: \(EmulatorCommand.text(of: error))")
    exit(error is SystemError ? 1 : 2)
}
