import CloudCore
import Foundation

/// The cloud that a test runs against: the local one, or Google Cloud when a project is named.
public enum CloudTarget: Sendable, Equatable, CustomStringConvertible {
    /// A local cloud, on virtual time.
    case local
    /// The Google Cloud project with that id.
    case google(project: String)

    /// The variables that name a project; the first that is set counts.
    public static let projectVariables = ["GOOGLE_CLOUD_PROJECT", "GCP_PROJECT_ID"]

    /// The target that the environment names: Google Cloud if a project variable is set and not empty.
    ///
    /// - Throws: INVALID_ARGUMENT when the variables name different projects.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Status) {
        let named = Self.projectVariables.compactMap { name -> (name: String, project: String)? in
            guard let project = environment[name], !project.isEmpty else { return nil }
            return (name, project)
        }
        guard let first = named.first else {
            self = .local
            return
        }
        if let other = named.first(where: { $0.project != first.project }) {
            throw Status(
                .invalidArgument,
                "\(first.name) names project \(first.project), but \(other.name) names \(other.project): unset one"
            )
        }
        self = .google(project: first.project)
    }

    /// What is missing before tests can run against the target; empty when they can.
    public var missing: [String] {
        switch self {
        case .local: []
        case .google:
            [
                "credentials: no access token is had from Application Default Credentials",
                "Cloud Build: images are built in this process only",
                "Cloud Run: services are deployed to this process only",
                "a pool store in the cloud: leases are known to this process only, so another run could lease "
                    + "the same service account",
            ]
        }
    }

    /// Why tests cannot run against the target, with all that is missing; nil when they can.
    public var unsupportedReason: String? {
        guard case .google(let project) = self else { return nil }
        let list = missing.map { "\n  - \($0)" }.joined()
        return "tests cannot run against Google Cloud project \(project) yet; missing:\(list)\n"
            + "Unset \(Self.projectVariables.joined(separator: " and ")) to run them against the local cloud."
    }

    /// Refuses a target against which tests cannot run.
    ///
    /// - Throws: UNIMPLEMENTED with all that is missing.
    public func checkSupport() throws(Status) {
        if let reason = unsupportedReason { throw Status(.unimplemented, reason) }
    }

    /// The target for people.
    public var description: String {
        switch self {
        case .local: "the local cloud"
        case .google(let project): "Google Cloud project \(project)"
        }
    }
}
