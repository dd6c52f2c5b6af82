import CloudCore

/// A command that cannot be executed, with as much of its identity as could be read, so that even it is answered.
public struct MalformedCommand: Error, Equatable {
    /// The id of the command, if it could be read.
    public var commandID: String?
    /// The run that sent it, if that could be read.
    public var runID: String?
    /// Why it cannot be executed, for programs.
    public var code: DirectorFailure.Code
    /// What is wrong with it and what would be right.
    public var message: String
}

extension DirectorCommand {
    /// The most bytes that a command may have.
    public static let maxEncodedBytes = 64 << 10
    /// The most characters of a command id, a run id or a dataflow name.
    public static let maxNameLength = 255

    /// The command as the data of a Pub/Sub message.
    public func encoded() -> [UInt8] {
        var payload = JSONObject()
        switch instruction {
        case .dataflowSetup(let dataflow):
            payload["dataflow_name"] = .string(dataflow)
        case .dependentResourceSetup(let dataflow, let serviceURLs):
            payload["dataflow_name"] = .string(dataflow)
            var urls = JSONObject()
            for (service, url) in serviceURLs.sorted(by: { $0.key < $1.key }) { urls[service] = .string(url) }
            payload["service_urls"] = .object(urls)
        case .teardown(let dataflow, let confirmation):
            payload["dataflow_name"] = .string(dataflow)
            payload["confirmation"] = confirmation.map(JSON.string)
        case .ping:
            break
        }
        var message = JSONObject()
        message["instruction"] = .string(instruction.name)
        message["payload"] = .object(payload)
        message["command_id"] = .string(id)
        message["run_id"] = runID.map(JSON.string)
        return JSON.object(message).bytes()
    }

    /// Reads a command from the data of a Pub/Sub message.
    ///
    /// A command without `command_id` (older senders have none) is identified by its message, so that a
    /// redelivery of that message is still executed once. Besides `payload`, the older `{"instruction", "value"}`
    /// is read, in which an empty value means every dataflow. Unknown keys are refused, never ignored.
    public init(decoding data: [UInt8], messageID: String) throws(MalformedCommand) {
        var reader = WireReader()
        do throws(DirectorFailure) {
            let object = try reader.object(data, limit: Self.maxEncodedBytes)
            // Read first, so that whatever else is wrong can be answered to whoever sent it.
            reader.commandID = try reader.name(object, "command_id")
            reader.runID = try reader.name(object, "run_id")
            try reader.refuseOthers(
                in: object, than: ["instruction", "payload", "value", "command_id", "run_id"], of: "a command"
            )
            let instruction = try Self.instruction(object, reader)
            self.init(
                id: reader.commandID ?? "message-" + messageID, runID: reader.runID, instruction: instruction)
        } catch {
            throw MalformedCommand(
                commandID: reader.commandID, runID: reader.runID, code: error.code, message: error.message)
        }
    }

    private static func instruction(
        _ object: JSONObject, _ reader: WireReader
    ) throws(DirectorFailure) -> Instruction {
        guard let name = try reader.name(object, "instruction") else {
            throw DirectorFailure(.malformedCommand, "instruction is missing")
        }
        guard Instruction.names.contains(name) else {
            throw DirectorFailure(
                .unknownInstruction,
                "instruction \"\(name)\" is unknown; known are \(Instruction.names.joined(separator: ", "))")
        }
        if let value = object["value"] {
            guard object["payload"] == nil else {
                throw DirectorFailure(.malformedCommand, "a command has either payload or value, not both")
            }
            guard let dataflow = value.stringValue else {
                throw DirectorFailure(.malformedCommand, "value must be a string, the name of a dataflow")
            }
            try reader.checkLength(dataflow, "value")
            return try simple(name, dataflow)
        }
        return try withPayload(name, object, reader)
    }

    /// The older form, which has nothing but a dataflow name.
    private static func simple(_ name: String, _ dataflow: String) throws(DirectorFailure) -> Instruction {
        switch name {
        case "dataflow-setup": return .dataflowSetup(dataflow: dataflow.isEmpty ? allDataflows : dataflow)
        case "teardown": return .teardown(dataflow: dataflow, confirmation: nil)
        case "ping": return .ping
        default: throw DirectorFailure(.malformedCommand, "\(name) needs a payload with service_urls")
        }
    }

    private static func withPayload(
        _ name: String, _ object: JSONObject, _ reader: WireReader
    ) throws(DirectorFailure) -> Instruction {
        let payload = try reader.nested(object, "payload") ?? JSONObject()
        var known = ["dataflow_name"]
        if name == "dependent-resource-setup" { known.append("service_urls") }
        if name == "teardown" { known.append("confirmation") }
        try reader.refuseOthers(in: payload, than: name == "ping" ? [] : known, of: "the payload of \(name)")
        if name == "ping" { return .ping }
        let dataflow = try reader.text(payload, "dataflow_name") ?? ""
        if name == "teardown" {
            return .teardown(dataflow: dataflow, confirmation: try reader.text(payload, "confirmation"))
        }
        // An empty name must not set everything up: it is what a sender's bug looks like.
        guard !dataflow.isEmpty else {
            throw DirectorFailure(
                .malformedCommand,
                "payload.dataflow_name is missing: name a dataflow, or \"\(allDataflows)\" for every one")
        }
        guard name == "dependent-resource-setup" else { return .dataflowSetup(dataflow: dataflow) }
        var urls: [String: String] = [:]
        for (service, url) in try reader.nested(payload, "service_urls") ?? JSONObject() {
            guard let url = url.stringValue else {
                throw DirectorFailure(.malformedCommand, "service_urls.\(service) must be a string, a URL")
            }
            urls[service] = url
        }
        return .dependentResourceSetup(dataflow: dataflow, serviceURLs: urls)
    }
}
