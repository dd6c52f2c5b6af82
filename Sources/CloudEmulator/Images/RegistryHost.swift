/// The host names of Artifact Registry's Docker repositories, and those of Container Registry that lead to it now.
///
/// Source: "Transition to repositories with gcr.io domain support" in the Artifact Registry documentation: each host
/// has a repository of its own name, in the location given here.
enum RegistryHost {
    /// What a pkg.dev host has behind its location.
    static let suffix = "-docker.pkg.dev"

    /// The locations of Container Registry's hosts.
    static let legacyLocations = [
        "gcr.io": "us", "us.gcr.io": "us", "eu.gcr.io": "europe", "asia.gcr.io": "asia",
    ]

    /// An image's name with the host of Artifact Registry: `us-docker.pkg.dev/p/gcr.io/i` for `gcr.io/p/i`.
    static func canonical(_ name: String) -> String {
        let parts = name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let location = legacyLocations[String(parts[0])] else { return name }
        return "\(location)\(suffix)/\(parts[1])/\(parts[0])/\(parts[2])"
    }
}
