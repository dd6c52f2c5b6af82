import CloudCore

/// Why the director did not do what a command asked: a code for programs and a message for people.
public struct DirectorFailure: Error, Equatable, Sendable {
    /// The kinds of failure, as the `error_code` of a completion event spells them.
    public enum Code: String, Sendable, CaseIterable {
        /// The message is no command: broken JSON, a wrong type, an unknown or missing key.
        case malformedCommand = "MALFORMED_COMMAND"
        /// The instruction is none that this director knows.
        case unknownInstruction = "UNKNOWN_INSTRUCTION"
        /// A known instruction that this director cannot follow yet.
        case unsupportedInstruction = "UNSUPPORTED_INSTRUCTION"
        /// The architecture has no dataflow of that name.
        case unknownDataflow = "UNKNOWN_DATAFLOW"
        /// The dataflow has resources or bindings of a kind that this director cannot provide yet.
        case unsupportedResource = "UNSUPPORTED_RESOURCE"
        /// A teardown without the confirmation that it needs.
        case notConfirmed = "NOT_CONFIRMED"
        /// A teardown of a dataflow that is permanent.
        case protectedDataflow = "PROTECTED_DATAFLOW"
        /// A command id that was used before for another command.
        case commandIDReused = "COMMAND_ID_REUSED"
        /// Creating or deleting resources failed.
        case resourcesFailed = "RESOURCES_FAILED"
        /// Applying policies failed.
        case policiesFailed = "POLICIES_FAILED"
    }

    /// Why, for programs.
    public var code: Code
    /// Why, for people: names the thing and what would be right.
    public var message: String

    /// Makes a failure from its parts.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension DirectorFailure: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
