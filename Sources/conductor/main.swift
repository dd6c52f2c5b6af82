import CloudCore
import Glibc

do {
    switch try Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
    case .help: StandardStream.output.writeLine(Arguments.usage)
    case .version: StandardStream.output.writeLine("conductor \(PackageVersion.current)")
    case .plan(let directory): exit(PlanCommand(directory: directory).run())
    case .rehearse(let options): exit(await RehearseCommand(options).run())
    }
} catch {
    StandardStream.error.writeLine("conductor: \(error.message)\nSee conductor --help.")
    exit(2)
}
