import Synchronization

/// What a run has created, so that its teardown removes that and nothing else.
final class RunRecord: Sendable {
    struct Contents: Sendable {
        /// The emails of the accounts that did not exist before.
        var accounts: Set<String> = []
        /// The bindings on the project that were not there before.
        var projectBindings: Set<IAMBinding> = []
        /// The services that were deployed.
        var services: Set<String> = []
        /// The dataflows whose set-up was commanded.
        var dataflows: Set<String> = []
        /// Where the director is reached.
        var directorURL: String?
        /// Whether the command channel was opened.
        var channelIsOpen = false
    }

    private let contents = Mutex(Contents())

    var snapshot: Contents { contents.withLock { $0 } }

    func note(_ change: (inout Contents) -> Void) { contents.withLock { change(&$0) } }
}
