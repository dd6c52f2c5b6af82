/// Sees to it that each command is executed once, however often it is delivered, and that commands of one lane
/// are executed one after the other. A plain value: no clock, no I/O.
///
/// A command is received, then running, then done with its reply. Only commands that are done are ever
/// forgotten, the oldest first, so memory is bounded by `maxWaiting` and `maxRemembered`.
struct CommandLedger {
    /// What identifies a command across redeliveries.
    struct Key: Hashable {
        var runID: String?
        var commandID: String
    }

    /// What is to be done with a delivery.
    enum Answer: Equatable {
        /// The command is new: it will come out of `startNext`.
        case accepted
        /// The command is waiting or running: keep its lease and do nothing else.
        case inProgress
        /// The command was executed before: send this reply once more.
        case done(CompletionEvent)
        /// Another command had this id: refuse it.
        case reused
        /// Too many commands wait: leave this one to be delivered again.
        case full
    }

    private enum Phase: Equatable {
        case received
        case running
        case done(CompletionEvent)
    }

    private struct Entry {
        var command: DirectorCommand
        var phase: Phase
    }

    private let maxRunning: Int
    private let maxWaiting: Int
    private let maxRemembered: Int
    private var entries: [Key: Entry] = [:]
    /// Received and not yet started, oldest first.
    private var waiting: [Key] = []
    private var running: Set<Key> = []
    private var busyLanes: Set<String> = []
    /// Done, oldest first, from `firstRemembered` on.
    private var remembered: [Key] = []
    private var firstRemembered = 0

    init(maxRunning: Int = 4, maxWaiting: Int = 100, maxRemembered: Int = 1_000) {
        self.maxRunning = max(1, maxRunning)
        self.maxWaiting = max(1, maxWaiting)
        self.maxRemembered = max(1, maxRemembered)
    }

    static func key(of command: DirectorCommand) -> Key { Key(runID: command.runID, commandID: command.id) }

    /// The number of commands that the ledger knows, in any state.
    var count: Int { entries.count }

    mutating func receive(_ command: DirectorCommand) -> Answer {
        let key = Self.key(of: command)
        guard let entry = entries[key] else {
            guard waiting.count < maxWaiting else { return .full }
            entries[key] = Entry(command: command, phase: .received)
            waiting.append(key)
            return .accepted
        }
        guard entry.command.instruction == command.instruction else { return .reused }
        if case .done(let reply) = entry.phase { return .done(reply) }
        return .inProgress
    }

    /// The oldest waiting command whose lane is free, now running; nil while there is none or enough are running.
    mutating func startNext() -> DirectorCommand? {
        guard running.count < maxRunning else { return nil }
        let index = waiting.firstIndex { key in
            entries[key].map { Self.isFree(Self.lane(of: $0.command), busyLanes) } ?? false
        }
        guard let index, let command = entries[waiting[index]]?.command else { return nil }
        let key = waiting.remove(at: index)
        entries[key]?.phase = .running
        running.insert(key)
        busyLanes.insert(Self.lane(of: command))
        return command
    }

    /// Records the reply of a running command.
    mutating func finish(_ command: DirectorCommand, with reply: CompletionEvent) {
        let key = Self.key(of: command)
        guard running.remove(key) != nil else { return }
        busyLanes.remove(Self.lane(of: command))
        entries[key]?.phase = .done(reply)
        remembered.append(key)
        forgetOldest()
    }

    private mutating func forgetOldest() {
        while remembered.count - firstRemembered > maxRemembered {
            entries[remembered[firstRemembered]] = nil
            firstRemembered += 1
        }
        // Dropping the front one by one would cost its length each time.
        if firstRemembered > maxRemembered {
            remembered.removeFirst(firstRemembered)
            firstRemembered = 0
        }
    }

    /// What must not run at once: commands on one dataflow, or on all of them and any.
    private static func lane(of command: DirectorCommand) -> String {
        switch command.instruction {
        case .ping: "ping:" + command.id
        case .dataflowSetup(let name), .dependentResourceSetup(let name, _), .teardown(let name, _):
            name.isEmpty || name == DirectorCommand.allDataflows ? everything : "dataflow:" + name
        }
    }

    private static let everything = "dataflow"

    private static func isFree(_ lane: String, _ busy: Set<String>) -> Bool {
        if lane.hasPrefix("ping:") { return true }
        if lane == everything { return !busy.contains { $0.hasPrefix(everything) } }
        return !busy.contains(lane) && !busy.contains(everything)
    }
}
