import CloudCore

/// A call that makes a thing of a seed file.
struct SeedCall: Sendable {
    /// The method, for example `google.pubsub.v1.Publisher/CreateTopic`.
    let method: String
    let request: JSON

    /// The calls for an entry: those of a project's id.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member that is wrong.
    static func calls(for entry: SeedFile.Entry, in project: LocalProject) throws(Status) -> [SeedCall] {
        try entry.located { () throws(Status) in
            switch entry.kind {
            case .accounts: try accounts(entry.value, project)
            case .schemas:
                [try named("google.pubsub.v1.SchemaService/CreateSchema", "schema", entry.value, project)]
            case .topics: [try topic(entry.value, project)]
            case .subscriptions: [try subscription(entry.value, project)]
            case .secrets: try secret(entry.value, project)
            case .jobs: [try job(entry.value, project)]
            case .calls: [try call(entry.value)]
            case .apis, .bindings: []
            }
        }
    }

    private static func accounts(_ json: JSON, _ project: LocalProject) throws(Status) -> [SeedCall] {
        let fields = try JSONFields(json, known: ["id", "displayName", "description", "disabled"])
        guard let id = try fields.string("id") else { throw fields.wrong("id", "the id of an account") }
        var account = JSONObject()
        for key in ["displayName", "description"] { account[key] = fields[key] }
        let create = SeedCall(
            method: "google.iam.admin.v1.IAM/CreateServiceAccount",
            request: [
                "name": .string(project.name), "accountId": .string(id), "serviceAccount": .object(account),
            ])
        guard try fields.bool("disabled") ?? false else { return [create] }
        let name = "\(project.name)/serviceAccounts/\(id)@\(project.accountDomain)"
        return [
            create,
            SeedCall(
                method: "google.iam.admin.v1.IAM/DisableServiceAccount", request: ["name": .string(name)]),
        ]
    }

    private static func topic(_ json: JSON, _ project: LocalProject) throws(Status) -> SeedCall {
        var topic = try object(json)
        topic["name"] = .string(full(try name(of: json), "topics", project))
        return SeedCall(method: "google.pubsub.v1.Publisher/CreateTopic", request: .object(topic))
    }

    private static func subscription(_ json: JSON, _ project: LocalProject) throws(Status) -> SeedCall {
        var subscription = try object(json)
        subscription["name"] = .string(full(try name(of: json), "subscriptions", project))
        guard let topic = json["topic"]?.stringValue else {
            throw Status(.invalidArgument, "topic is missing; expected the name of a topic.")
        }
        subscription["topic"] = .string(full(topic, "topics", project))
        return SeedCall(
            method: "google.pubsub.v1.Subscriber/CreateSubscription", request: .object(subscription))
    }

    private static func secret(_ json: JSON, _ project: LocalProject) throws(Status) -> [SeedCall] {
        var secret = try object(json)
        let (id, location) = (try name(of: json), secret["location"]?.stringValue)
        let versions = try texts(secret["versions"], "versions")
        for key in ["name", "location", "versions"] { secret[key] = nil }
        if location == nil, secret["replication"] == nil { secret["replication"] = ["automatic": [:]] }
        let parent = project.name + (location.map { "/locations/\($0)" } ?? "")
        let service = "google.cloud.secretmanager.v1.SecretManagerService/"
        return [
            SeedCall(
                method: service + "CreateSecret",
                request: ["parent": .string(parent), "secretId": .string(id), "secret": .object(secret)])
        ]
            + versions.map { text in
                SeedCall(
                    method: service + "AddSecretVersion",
                    request: [
                        "parent": .string("\(parent)/secrets/\(id)"),
                        "payload": ["data": .string(Base64.encode(Array(text.utf8)))],
                    ])
            }
    }

    private static func job(_ json: JSON, _ project: LocalProject) throws(Status) -> SeedCall {
        var job = try object(json)
        guard let location = job["location"]?.stringValue else {
            throw Status(.invalidArgument, "location is missing; expected one as in \"europe-west1\".")
        }
        let parent = "\(project.name)/locations/\(location)"
        job["location"] = nil
        job["name"] = .string("\(parent)/jobs/\(try name(of: json))")
        if var target = job["pubsubTarget"]?.objectValue, let topic = target["topicName"]?.stringValue {
            target["topicName"] = .string(full(topic, "topics", project))
            job["pubsubTarget"] = .object(target)
        }
        return SeedCall(
            method: "google.cloud.scheduler.v1.CloudScheduler/CreateJob",
            request: ["parent": .string(parent), "job": .object(job)])
    }

    private static func call(_ json: JSON) throws(Status) -> SeedCall {
        let fields = try JSONFields(json, known: ["method", "request"])
        guard let method = try fields.string("method") else {
            throw fields.wrong("method", "a method as in \"google.pubsub.v1.Publisher/CreateTopic\"")
        }
        return SeedCall(method: method, request: fields["request"] ?? [:])
    }

    // MARK: Parts

    /// A call that has a thing under a key, and its id beside it.
    private static func named(
        _ method: String, _ key: String, _ json: JSON, _ project: LocalProject
    ) throws(Status) -> SeedCall {
        var thing = try object(json)
        thing["name"] = nil
        return SeedCall(
            method: method,
            request: [
                "parent": .string(project.name), "\(key)Id": .string(try name(of: json)),
                "\(key)": .object(thing),
            ])
    }

    private static func object(_ json: JSON) throws(Status) -> JSONObject {
        guard let object = json.objectValue else {
            throw Status(.invalidArgument, "\(json) is no mapping.")
        }
        return object
    }

    private static func name(of json: JSON) throws(Status) -> String {
        guard let name = json["name"]?.stringValue, !name.isEmpty else {
            throw Status(.invalidArgument, "name is missing; expected an id.")
        }
        return name
    }

    private static func texts(_ json: JSON?, _ key: String) throws(Status) -> [String] {
        guard let json else { return [] }
        guard let values = json.arrayValue, case let texts = values.compactMap(\.stringValue),
            texts.count == values.count
        else { throw Status(.invalidArgument, "\(key) is \(json); expected a list of texts.") }
        return texts
    }

    private static func full(_ name: String, _ collection: String, _ project: LocalProject) -> String {
        name.contains("/") ? name : "\(project.name)/\(collection)/\(name)"
    }
}
