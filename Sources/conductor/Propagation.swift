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

    /// How to wait for something that may take that long: with room for two of them, and not checking it for ever.
    static func patience(upTo longest: Duration) -> PollPolicy {
        var patience = PollPolicy()
        patience.limit = max(patience.limit, longest * 3)
        patience.maxDelay = max(patience.maxDelay, longest / 60)
        return patience
    }

    /// Limits that leave room for what spreads one after the other.
    static func options(upTo longest: Duration, seed: UInt64) -> ConductorOptions {
        var options = ConductorOptions()
        let patience = patience(upTo: longest)
        options.seed = seed
        options.accountPolling.limit = patience.limit
        options.accountPolling.maxDelay = patience.maxDelay
        options.policyPolling.limit = patience.limit
        options.policyPolling.maxDelay = patience.maxDelay
        options.readyLimit = max(options.readyLimit, patience.limit)
        options.commandLimit = max(options.commandLimit, patience.limit * 2)
        options.resendInterval = max(options.resendInterval, patience.limit / 4)
        return options
    }
}
