import CloudCore
import RPCServer
import Synchronization

/// The place where calls are checked: open, at the price of one load of a flag, until there is a checker.
final class AccessGate: Sendable {
    private let isClosed = Atomic(false)
    private let checker = Mutex<(any AccessChecker)?>(nil)

    /// Has calls checked from now on; nil for no longer.
    func setChecker(_ checker: (any AccessChecker)?) {
        self.checker.withLock { $0 = checker }
        isClosed.store(checker != nil, ordering: .relaxed)
    }

    /// Whether calls are checked.
    @inline(__always) var isOn: Bool { isClosed.load(ordering: .relaxed) }

    /// Refuses a call whose caller lacks what the request needs.
    @inline(__always) func admit(_ request: some AccessControlled, _ context: CallContext) throws(Status) {
        if isOn { try check(request.needs, context) }
    }

    /// Refuses a call whose caller lacks any of several permissions.
    @inline(never) func check(_ needs: [AccessNeed], _ context: CallContext) throws(Status) {
        guard let checker = checker.withLock({ $0 }) else { return }
        for need in needs {
            switch need {
            case .permission(let permission, let resource):
                try checker.check(permission, on: resource, context)
            case .acting(let account): try checker.checkActing(as: account, context)
            }
        }
    }
}

/// Something that a caller has to be allowed.
enum AccessNeed: Equatable {
    /// A permission on a resource.
    case permission(String, on: String)
    /// To act as a service account.
    case acting(as: String)
}

/// A request that takes permissions.
///
/// Source: "Required permissions" in "Access control with IAM" of the Pub/Sub documentation.
protocol AccessControlled {
    /// What the caller needs, in the order in which it is checked.
    var needs: [AccessNeed] { get }
}

extension AccessNeed {
    /// The project of a resource, `projects/{project}`; the name itself when it is none.
    static func project(of name: String) -> String {
        name.split(separator: "/", maxSplits: 2).prefix(2).joined(separator: "/")
    }
}
