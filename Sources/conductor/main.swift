import CloudCore
import Glibc

do {
    switch try Arguments.parse(Array(CommandLine.arguments.dropFirst())) {
    case .help(let text): print(text)
    case .version: print("conductor \(Arguments.version)")
    case .plan(let directory): try PlanCommand(directory: directory).run()
    case .rehearse(let options): exit(await RehearseCommand(options).run())
    }
} catch let error as UsageError {
    StandardError.write("conductor: \(error.message)\n\n\(error.hint)\n")
    exit(2)
} catch {
    StandardError.write("conductor: \(error)\n")
    exit(1)
}
