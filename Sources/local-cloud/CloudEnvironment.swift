import CloudCore
import CloudEmulator

/// The variables that point gcloud and the official SDKs at a local cloud.
///
/// An account that gcloud is given by a key file, or the owner by a file of type `authorized_user` with
/// `REHEARSAL_REFRESH_TOKEN`, gets its tokens from there, once `CLOUDSDK_AUTH_DISABLE_CREDENTIALS` is unset. Those of
/// gcloud are its own properties, `api_endpoint_overrides/…` and `auth/disable_credentials`, spelled as variables
/// ("gcloud config set" in the Google Cloud CLI's reference).
struct CloudEnvironment {
    /// Names and values.
    let variables: [String: String]

    init(_ options: CloudOptions) {
        var variables = CloudVariables.pointing(at: options.host, options.port, project: options.project)
        variables["REHEARSAL_REFRESH_TOKEN"] =
            AuthorizedUser(owner: options.owner, seed: options.propagation.seed).refreshToken
        self.variables = variables
    }

    /// Lines for a shell.
    var exports: String {
        variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\($0.value)" }.joined(separator: "\n")
    }
}
