import CloudCore
import CloudEmulator

/// How a test's local cloud behaves.
public struct LocalCloudOptions: Sendable {
    /// The project's id.
    public var project: String
    /// How long what is written takes to be seen.
    public var propagation: PropagationModel
    /// Decides everything random; the same seed gives the same run.
    public var seed: UInt64
    /// Whether virtual time moves by itself when nothing is happening, or by `advance` alone.
    public var mode: VirtualTimeline.Mode
    /// The most service accounts that the project may hold.
    public var accountQuota: Int

    /// Makes options. Unless told otherwise things spread as on an ordinary day, in virtual time that moves by itself.
    public init(
        project: String = LocalProject.standard.id, propagation: PropagationModel = .typical,
        seed: UInt64 = 1,
        mode: VirtualTimeline.Mode = .automatic, accountQuota: Int = LocalCloud.standardAccountQuota
    ) {
        self.project = project
        self.propagation = propagation
        self.seed = seed
        self.mode = mode
        self.accountQuota = accountQuota
    }
}
