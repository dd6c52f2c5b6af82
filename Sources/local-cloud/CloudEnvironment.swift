import CloudCore

/// The variables that point gcloud and the official SDKs at a local cloud.
///
/// Those of gcloud are its own properties, `api_endpoint_overrides/…` and `auth/disable_credentials`, spelled as
/// variables ("gcloud config set" in the Google Cloud CLI's reference).
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
        ]
        for api in [
            "CLOUDRESOURCEMANAGER", "CLOUDSCHEDULER", "FIRESTORE", "IAM", "PUBSUB", "SECRETMANAGER",
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
