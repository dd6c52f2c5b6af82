import CloudCore
import RPCServer

/// Who decides whether a call may be made: the local cloud that an emulator is a part of. An emulator by itself asks
/// nobody, because it does not know who calls.
package protocol AccessChecker: Sendable {
    /// Refuses a call whose caller lacks a permission on a resource.
    ///
    /// Called for each call before it is served, on the event loop, without any lock of the emulator; it must not
    /// block, and must not call the emulator.
    ///
    /// - Throws: PERMISSION_DENIED, UNAUTHENTICATED.
    func check(_ permission: String, on resource: String, _ context: CallContext) throws(Status)

    /// Refuses a caller who may not have messages pushed in the name of a service account.
    ///
    /// - Throws: PERMISSION_DENIED, UNAUTHENTICATED; NOT_FOUND for an account that is not known.
    func checkActing(as account: String, _ context: CallContext) throws(Status)
}
