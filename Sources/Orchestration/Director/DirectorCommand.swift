import CloudCore

/// What the Conductor asks of the Service Director, as one Pub/Sub message.
///
/// The wire form is `{"instruction": …, "payload": {…}, "command_id": …, "run_id": …}`; see `encoded()`.
public struct DirectorCommand: Sendable, Equatable {
    /// What is to be done, with what it is to be done to.
    public enum Instruction: Sendable, Equatable {
        /// Create the resources of a dataflow and apply its policies. `all` means every dataflow.
        case dataflowSetup(dataflow: String)
        /// Create what needs the URLs of deployed services, for example scheduler jobs.
        case dependentResourceSetup(dataflow: String, serviceURLs: [String: String])
        /// Delete the resources of an ephemeral dataflow; `all` or the empty name means every such dataflow.
        /// `confirmation` must be the run id of the director, or nothing is deleted.
        case teardown(dataflow: String, confirmation: String?)
        /// Answer that commands are being consumed.
        case ping

        /// The instruction's name on the wire.
        public var name: String {
            switch self {
            case .dataflowSetup: "dataflow-setup"
            case .dependentResourceSetup: "dependent-resource-setup"
            case .teardown: "teardown"
            case .ping: "ping"
            }
        }

        /// Every name that is understood.
        public static let names = ["dataflow-setup", "dependent-resource-setup", "teardown", "ping"]

        /// The dataflow as it was sent; empty for a ping.
        public var dataflow: String {
            switch self {
            case .dataflowSetup(let dataflow), .dependentResourceSetup(let dataflow, _),
                .teardown(let dataflow, _):
                dataflow
            case .ping: ""
            }
        }

        /// The `value` of the reply to this instruction.
        public var replyValue: String {
            if case .dependentResourceSetup(let dataflow, _) = self {
                dataflow + "-dependent"
            } else {
                dataflow
            }
        }
    }

    /// The dataflow name that selects every dataflow.
    public static let allDataflows = "all"

    /// Identifies the command within its run; the director executes each id once.
    public var id: String
    /// The run that sent it; nil for a sender that knows no run ids.
    public var runID: String?
    /// What is to be done.
    public var instruction: Instruction

    /// Makes a command from its parts.
    public init(id: String, runID: String?, instruction: Instruction) {
        self.id = id
        self.runID = runID
        self.instruction = instruction
    }
}
