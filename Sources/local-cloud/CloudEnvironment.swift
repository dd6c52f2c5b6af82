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
        let address = "\(options.host):\(options.port)"
        var variables = [
            "PUBSUB_EMULATOR_HOST": address,
            "PUBSUB_PROJECT_ID": options.project.id,
            "GOOGLE_CLOUD_PROJECT": options.project.id,
            "CLOUDSDK_CORE_PROJECT": options.project.id,
            "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
            "CLOUDSDK_AUTH_TOKEN_HOST": "http://\(address)/token",
            "REHEARSAL_REFRESH_TOKEN": AuthorizedUser(owner: options.owner, seed: options.propagation.seed)
                .refreshToken,
            // gcloud puts the region before the host of Cloud Run, so that only a proxy reaches the cloud.
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN": "http://run.googleapis.com/",
            "CLOUDSDK_PROXY_TYPE": "http", "CLOUDSDK_PROXY_ADDRESS": options.host,
            "CLOUDSDK_PROXY_PORT": "\(options.port)",
        ]
        for api in [
            "ARTIFACTREGISTRY", "CLOUDBUILD", "CLOUDRESOURCEMANAGER", "CLOUDSCHEDULER", "CONTAINERANALYSIS",
            "FIRESTORE", "IAM", "IAMCREDENTIALS", "PUBSUB", "SECRETMANAGER",
            "SERVICEUSAGE",
        ] {
            variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_\(api)"] = "http://\(address)/"
        }
        variables["STORAGE_EMULATOR_HOST"] = "http://\(address)"
        // Its own: the path belongs to the endpoint.
        variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE"] = "http://\(address)/storage/v1/"
        self.variables = variables
    }

    /// Lines for a shell.
    var exports: String {
        variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\($0.value)" }.joined(separator: "\n")
    }
}
