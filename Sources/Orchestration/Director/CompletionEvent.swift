import CloudCore

/// What the director says: that it is ready, that a command is done, or why it is not.
public struct CompletionEvent: Sendable, Equatable {
    /// What happened.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The director consumes commands: sent when it starts, and in answer to a ping.
        case setupComplete = "setup_complete"
        /// The command is done.
        case dataflowComplete = "dataflow_complete"
        /// The command was not done; `failure` says why.
        case failure
    }

    /// A policy as it was applied to one resource.
    public struct AppliedPolicy: Sendable, Equatable {
        /// The kind of resource, for example `pubsub_topic`.
        public var resourceType: String
        /// The resource's id.
        public var resourceID: String
        /// The resource's region; empty when it has none.
        public var resourceLocation: String
        /// The members of each role, sorted.
        public var memberRoles: [String: [String]]

        /// Makes an applied policy from its parts.
        public init(
            resourceType: String, resourceID: String, resourceLocation: String = "",
            memberRoles: [String: [String]]
        ) {
            self.resourceType = resourceType
            self.resourceID = resourceID
            self.resourceLocation = resourceLocation
            self.memberRoles = memberRoles
        }
    }

    /// What happened.
    public var status: Outcome
    /// What it happened to: the environment's name when ready, else the dataflow as the command named it.
    public var value: String
    /// Why a command was not done.
    public var failure: DirectorFailure?
    /// The policies that the command applied, by `<type>:<id>`.
    public var appliedIAM: [String: AppliedPolicy]
    /// The id of the command that this answers; nil for a ready event that nobody asked for.
    public var commandID: String?
    /// The run that is answered, or that the director was started by.
    public var runID: String?

    /// Makes an event from its parts.
    public init(
        status: Outcome, value: String, failure: DirectorFailure? = nil,
        appliedIAM: [String: AppliedPolicy] = [:], commandID: String?, runID: String?
    ) {
        self.status = status
        self.value = value
        self.failure = failure
        self.appliedIAM = appliedIAM
        self.commandID = commandID
        self.runID = runID
    }

    /// The event that says that a director consumes commands.
    public static func ready(environment: String, runID: String?, answering commandID: String? = nil) -> Self
    {
        Self(status: .setupComplete, value: environment, commandID: commandID, runID: runID)
    }

    /// The event that refuses a command.
    public static func failed(_ failure: DirectorFailure, value: String, commandID: String?, runID: String?)
        -> Self
    {
        Self(status: .failure, value: value, failure: failure, commandID: commandID, runID: runID)
    }
}
