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
            for note in loaded.notes { StandardOutput.writeLine("note: \(note)") }
            printIdentities(IdentityPlan(hydrated))
            printBindings(RolePlanner.plan(hydrated))
            return 0
        } catch {
            StandardError.write("conductor: \(error.message)\n")
            return 1
        }
    }

    private func printIdentities(_ plan: IdentityPlan) {
        StandardOutput.writeLine("Service accounts:")
        for identity in plan.identities {
            StandardOutput.writeLine("  \(identity.email)  for \(identity.users.joined(separator: ", "))")
        }
    }

    private func printBindings(_ plan: IAMPlan) {
        StandardOutput.writeLine("\nRoles:")
        var dataflow: String?
        for binding in plan.bindings {
            if binding.dataflow != dataflow {
                StandardOutput.writeLine("  dataflow \(binding.dataflow)")
                dataflow = binding.dataflow
            }
            StandardOutput.writeLine(
                "    \(binding.resource)  \(binding.role)  \(binding.serviceAccount)  (\(binding.reason))")
        }
    }
}
