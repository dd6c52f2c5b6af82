/// The variables that point gcloud and the official SDKs at a port of a local cloud.
///
/// Those of gcloud are its own properties, `api_endpoint_overrides/…` and `auth/disable_credentials`, spelled as
/// variables ("gcloud config set" in the Google Cloud CLI's reference).
public enum CloudVariables {
    /// The APIs whose paths begin at the root.
    private static let apis = [
        "ARTIFACTREGISTRY", "CLOUDBUILD", "CLOUDRESOURCEMANAGER", "CLOUDSCHEDULER", "CONTAINERANALYSIS",
        "FIRESTORE",
        "IAM", "IAMCREDENTIALS", "PUBSUB", "SECRETMANAGER", "SERVICEUSAGE",
    ]

    /// Names and values for a cloud that listens there.
    public static func pointing(at host: String, _ port: UInt16, project: LocalProject) -> [String: String] {
        let address = "\(host):\(port)"
        var variables = [
            "PUBSUB_EMULATOR_HOST": address,
            "PUBSUB_PROJECT_ID": project.id,
            "GOOGLE_CLOUD_PROJECT": project.id,
            "STORAGE_EMULATOR_HOST": "http://\(address)",
            "CLOUDSDK_CORE_PROJECT": project.id,
            "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
            "CLOUDSDK_AUTH_TOKEN_HOST": "http://\(address)/token",
            // gcloud puts the region before the host of Cloud Run, so that only a proxy reaches the cloud.
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN": "http://run.googleapis.com/",
            "CLOUDSDK_PROXY_TYPE": "http", "CLOUDSDK_PROXY_ADDRESS": host, "CLOUDSDK_PROXY_PORT": "\(port)",
            // Its own: the path belongs to the endpoint.
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE": "http://\(address)/storage/v1/",
        ]
        for api in apis { variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_\(api)"] = "http://\(address)/" }
        return variables
    }
}
