/// Names a step by its place in the tree, for example `iam/accounts/publisher-sa`.
public struct StepID: Hashable, Sendable, CustomStringConvertible {
    /// The names from the root down, joined by `/`.
    public let path: String

    /// A step at the root of the tree. A `/` in its name becomes `:`, since it separates names.
    public init(_ name: String) { path = Self.clean(name) }

    private init(path: String) { self.path = path }

    /// A step below this one.
    public func child(_ name: String) -> StepID { StepID(path: path + "/" + Self.clean(name)) }

    /// The step above this one; nil at the root.
    public var parent: StepID? {
        path.lastIndex(of: "/").map { StepID(path: String(path[..<$0])) }
    }

    /// The number of steps above this one.
    public var depth: Int { path.utf8.count { $0 == UInt8(ascii: "/") } }

    /// The path.
    public var description: String { path }

    /// Reads a path as `path` writes it.
    public init?(parsing path: String) {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.path = path
    }

    private static func clean(_ name: String) -> String {
        name.isEmpty ? "-" : String(name.map { $0 == "/" ? ":" : $0 })
    }
}
