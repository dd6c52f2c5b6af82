/// What becomes of calls that their callers have no permission for.
public enum PolicyMode: String, Sendable, CaseIterable {
    /// Nobody is asked for permissions.
    case off
    /// Permissions are checked and refusals noted, but every call is served.
    case log
    /// Calls without permission are refused.
    case enforce
}
