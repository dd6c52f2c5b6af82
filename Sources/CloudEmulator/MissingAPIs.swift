import CloudCore

/// The APIs of Google that are not served here, so that who calls one is told which it was, and not only that there is no
/// such path.
///
/// Sources: the `rootUrl`, `servicePath` and paths of the discovery documents.
enum MissingAPIs {
    /// UNIMPLEMENTED naming the API that a request is for; nil when that is not known.
    ///
    /// - Parameters:
    ///   - authority: the host that was asked for.
    ///   - path: the path, which no method and no route has.
    static func refusal(authority: String, path: Substring) -> Status? {
        guard let service = service(ofHost: authority) ?? service(ofPath: path) else { return nil }
        let title = ServiceCatalog.titles[service].map { "\($0) (\(service))" } ?? service
        return Status(
            .unimplemented,
            "\(title) is not served by the local cloud, or not this method of it: \(path.prefix(200)).",
            details: [
                .errorInfo(
                    reason: "UNIMPLEMENTED", domain: "rehearsal", metadata: ["service": service])
            ])
    }

    /// The service of a host such as `compute.googleapis.com` or `europe-west1-run.googleapis.com`.
    private static func service(ofHost authority: String) -> String? {
        let host = authority.lowercased().prefix { $0 != ":" }
        guard host.hasSuffix(".googleapis.com"), host != "www.googleapis.com" else { return nil }
        if ServiceCatalog.titles[String(host)] != nil { return String(host) }
        let regional = host.split(separator: "-").last.map(String.init) ?? ""
        return ServiceCatalog.titles[regional] != nil ? regional : String(host)
    }

    /// The service of a path that is its own, or that has one of its collections.
    private static func service(ofPath path: Substring) -> String? {
        if let known = prefixes.first(where: { path.hasPrefix($0.prefix) }) { return known.service }
        let parts = path.split(separator: "/")
        guard parts.count >= 4, parts[0].first == "v", parts[1] == "projects" else { return nil }
        let collection = parts[3] == "locations" && parts.count >= 6 ? parts[5] : parts[3]
        return collections[String(collection.prefix { $0 != ":" })].map { $0 + ".googleapis.com" }
    }

    private static let prefixes: [(prefix: String, service: String)] = [
        ("/v1/iamPolicies:", "iam.googleapis.com"), ("/bigquery/", "bigquery.googleapis.com"),
        ("/compute/", "compute.googleapis.com"),
        ("/batch/compute/", "compute.googleapis.com"), ("/dns/", "dns.googleapis.com"),
        ("/sql/", "sqladmin.googleapis.com"), ("/storage/", "storage.googleapis.com"),
        ("/upload/storage/", "storage.googleapis.com"), ("/v2/entries:", "logging.googleapis.com"),
        ("/apis/serving.knative.dev/", "run.googleapis.com"),
        ("/apis/run.googleapis.com/", "run.googleapis.com"),
        ("/apis/domains.cloudrun.com/", "run.googleapis.com"),
    ]

    /// Collections below a project, or below its locations, that one API alone has.
    private static let collections: [String: String] = [
        "alertPolicies": "monitoring", "backendServices": "compute", "builds": "cloudbuild",
        "clusters": "container", "connectors": "vpcaccess", "databases": "firestore",
        "functions": "cloudfunctions", "instanceConfigs": "spanner", "keyRings": "cloudkms",
        "logs": "logging", "metricDescriptors": "monitoring", "metrics": "logging",
        "notificationChannels": "monitoring", "queues": "cloudtasks", "repositories": "artifactregistry",
        "sinks": "logging", "timeSeries": "monitoring", "traces": "cloudtrace",
        "workflows": "workflows", "workerPools": "cloudbuild", "workloadIdentityPools": "iam",
    ]
}
