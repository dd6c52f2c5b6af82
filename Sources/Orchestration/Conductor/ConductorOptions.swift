import CloudCore

/// Which phases a run has, and how long each of its waits may take on the timeline.
public struct ConductorOptions: Sendable, Equatable {
    /// Phase 1: create the accounts, wait until each is visible, grant the roles on the project.
    /// Without it the accounts must exist.
    public var setupIAM = true
    /// Phase 2, task A: build the images. Without it the images must have been built before.
    public var build = true
    /// Phase 2, task B: open the command channel, deploy the director, have it set the dataflows up.
    /// Without it the resources must exist.
    public var remoteSetup = true
    /// Phase 3: wait until every role that was granted is visible.
    public var verifyPolicies = true
    /// Phase 4: deploy the services.
    public var deploy = true

    /// How accounts are waited for.
    public var accountPolling = PollPolicy(confirmations: 2)
    /// How policies are waited for; reads flicker while a policy spreads, hence the confirmations.
    public var policyPolling = PollPolicy(confirmations: 3)
    /// How long the director may take from its deployment until it says that it is ready.
    public var readyLimit = Duration.seconds(15 * 60)
    /// How long a command may take until its reply arrives.
    public var commandLimit = Duration.seconds(30 * 60)
    /// After what time without a reply a command is sent again, with the same id.
    public var resendInterval = Duration.seconds(4 * 60)
    /// How many accounts, builds, checks or deployments are in progress at once.
    public var parallelism = 16
    /// The seed of the delays' jitter.
    public var seed: UInt64 = 0

    /// All phases, with the default limits.
    public init() {}
}
