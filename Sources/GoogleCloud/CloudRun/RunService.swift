import CloudCore

/// A service of Cloud Run.
public struct RunService: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name.
    public var name: String { json.text("name") }
    /// What revisions are made from.
    public var template: JSON {
        get { json.member("template") }
        set { json["template"] = newValue }
    }
    /// Where it is reached.
    public var uri: String { json.text("uri") }
    /// The version of the service.
    public var etag: String { json.text("etag") }
    /// The number of the state that was asked for.
    public var generation: Int { json.integer("generation") ?? 0 }
    /// The number of the state that serves.
    public var observedGeneration: Int { json.integer("observedGeneration") ?? 0 }
    /// Whether the cloud still works on what was asked for.
    public var isReconciling: Bool { json.flag("reconciling") }
    /// The full name of the newest revision that was made.
    public var latestCreatedRevision: String { json.text("latestCreatedRevision") }
    /// The full name of the newest revision that could serve.
    public var latestReadyRevision: String { json.text("latestReadyRevision") }
    /// Whether it is as it should be.
    public var terminalCondition: RunCondition { RunCondition(json: json.member("terminalCondition")) }
    /// What that consists of.
    public var conditions: [RunCondition] { json.elements("conditions").map(RunCondition.init(json:)) }

    /// Whether the state that was asked for last is the one that serves.
    public var isReady: Bool {
        !isReconciling && generation == observedGeneration && terminalCondition.hasSucceeded
    }
}

/// A revision of a service: an image and its settings, which never change.
public struct RunRevision: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// The full name.
    public var name: String { json.text("name") }
    /// The account that it acts as.
    public var serviceAccount: String { json.text("serviceAccount") }
    /// The images of its containers.
    public var images: [String] { json.elements("containers").map { $0.text("image") } }
    /// Whether it can serve, and what else there is to say of it.
    public var conditions: [RunCondition] { json.elements("conditions").map(RunCondition.init(json:)) }
}

/// A condition of a service or revision (`google/cloud/run/v2/condition.proto`).
public struct RunCondition: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// For example `Ready`.
    public var type: String { json.text("type") }
    /// `CONDITION_SUCCEEDED`, `CONDITION_RECONCILING`, `CONDITION_PENDING` or `CONDITION_FAILED`.
    public var state: String { json.text("state") }
    /// For people.
    public var message: String { json.text("message") }
    /// Why, as the API names it, for example `HEALTH_CHECK_CONTAINER_ERROR`; empty for none.
    public var reason: String {
        ["reason", "revisionReason", "executionReason"].map { json.text($0) }.first { !$0.isEmpty } ?? ""
    }
    /// Whether it holds.
    public var hasSucceeded: Bool { state == "CONDITION_SUCCEEDED" }
    /// Whether it will not hold by itself.
    public var hasFailed: Bool { state == "CONDITION_FAILED" }
}
