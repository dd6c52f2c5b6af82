import Glibc

do {
    switch try Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
    case .help(let text): StandardOutput.writeLine(text)
    case .version: StandardOutput.writeLine("conductor \(Arguments.versionNumber)")
    case .plan(let directory): exit(PlanCommand(directory: directory).run())
    case .rehearse(let options): exit(await RehearseCommand(options).run())
    }
} catch {
    StandardError.write("conductor: \(error.message)\n\n\(error.hint)\n")
    exit(2)
}
