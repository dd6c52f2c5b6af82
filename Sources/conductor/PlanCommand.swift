import CloudCore
import Orchestration

/// `conductor plan`: what the environment needs, without calling anything.
struct PlanCommand {
    let directory: String

    /// Prints the plan; the exit status.
    func run() -> Int32 {
        do {
            let loaded = try ArchitectureLoader.load(directory)
            let hydrated = try Hydration.hydrate(loaded.architecture)
            for note in loaded.notes { StandardStream.output.writeLine("note: \(note)") }
            printIdentities(IdentityPlan(hydrated))
            printBindings(RolePlanner.plan(hydrated))
            return 0
        } catch {
            StandardStream.error.write("conductor: \(error.message)\n")
            return 1
        }
    }

    private func printIdentities(_ plan: IdentityPlan) {
        StandardStream.output.writeLine("Service accounts:")
        for identity in plan.identities {
            StandardStream.output.writeLine(
                "  \(identity.email)  for \(identity.users.joined(separator: ", "))")
        }
    }

    private func printBindings(_ plan: IAMPlan) {
        StandardStream.output.writeLine("\nRoles:")
        var dataflow: String?
        for binding in plan.bindings {
            if binding.dataflow != dataflow {
                StandardStream.output.writeLine("  dataflow \(binding.dataflow)")
                dataflow = binding.dataflow
            }
            StandardStream.output.writeLine(
                "    \(binding.resource)  \(binding.role)  \(binding.serviceAccount)  (\(binding.reason))")
        }
    }
}
