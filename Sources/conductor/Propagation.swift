import CloudCore
import CloudEmulator
import Orchestration

/// What `--propagation` means for the local cloud and for those who wait for it.
enum Propagation {
    /// Nothing takes longer than `longest`, and some replica needs all of it.
    static func model(upTo longest: Duration, seed: UInt64) -> PropagationModel {
        guard longest > .zero else { return .instant.seeded(seed) }
        let early = longest / 2
        return PropagationModel(
            accountVisibleAfter: early / 2...early, accountAcceptedAfter: early / 2...early,
            accountChangeVisibleAfter: .zero...early / 2, policyVisibleAfter: early...longest,
            policyEnforcedAfter: early...longest, seed: seed)
    }

    /// Limits that leave room for what spreads one after the other.
    static func options(upTo longest: Duration, seed: UInt64) -> ConductorOptions {
        var options = ConductorOptions()
        let room = longest * 3
        options.seed = seed
        options.accountPolling.limit = max(options.accountPolling.limit, room)
        options.policyPolling.limit = max(options.policyPolling.limit, room)
        options.readyLimit = max(options.readyLimit, room)
        options.commandLimit = max(options.commandLimit, room * 2)
        return options
    }
}
