import CloudCore

/// How a local cloud carries out builds.
public struct BuildSettings: Sendable {
    /// The most builds that go on at a time; the others wait in the queue.
    public var places = 2
    /// The most bytes of a build's log; what comes after is dropped, with a line that says so.
    public var logBytes = 8 << 20
    /// The most bytes that the files of a source archive, or of an image, may have together, and the most files.
    public var treeBytes: Int64 = 4 << 30
    /// The most files of a source archive or of an image.
    public var treeFiles = 200_000

    /// What carries builds out; nil for processes of this machine.
    var worker: (any BuildWorker)?

    /// The settings as they are unless changed.
    public init() {}
}
