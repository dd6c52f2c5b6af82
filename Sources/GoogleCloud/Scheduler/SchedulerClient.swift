import CloudCore

/// The client of Cloud Scheduler v1. Names are full: `projects/p/locations/l/jobs/j`.
///
/// Source: `google/cloud/scheduler/v1`.
public struct SchedulerClient: Sendable {
    private let api: GoogleAPI

    /// Makes a client of the API.
    public init(_ api: GoogleAPI) { self.api = api }

    /// Makes a job in a location; without a name it is given one.
    ///
    /// - Throws: ALREADY_EXISTS, INVALID_ARGUMENT.
    public func createJob(_ job: ScheduledJob, parent: String) async throws -> ScheduledJob {
        ScheduledJob(json: try await api.call("POST", "/v1/\(parent)/jobs", body: job.body))
    }

    /// A job.
    public func job(_ name: String) async throws -> ScheduledJob {
        ScheduledJob(json: try await api.call("GET", "/v1/\(name)"))
    }

    /// The jobs of a location.
    public func jobs(parent: String) -> Listing<ScheduledJob> {
        Listing(api: api, path: "/v1/\(parent)/jobs", items: "jobs", read: ScheduledJob.init(json:))
    }

    /// Changes the members of a job that `mask` names.
    public func updateJob(_ job: ScheduledJob, mask: [String]) async throws -> ScheduledJob {
        ScheduledJob(
            json: try await api.call(
                "PATCH", "/v1/\(job.name)", query: [("updateMask", mask.joined(separator: ","))],
                body: job.body, repeats: .always))
    }

    /// Deletes a job.
    public func deleteJob(_ name: String) async throws { _ = try await api.call("DELETE", "/v1/\(name)") }

    /// Has a job wait until it is resumed.
    public func pauseJob(_ name: String) async throws -> ScheduledJob {
        ScheduledJob(json: try await api.call("POST", "/v1/\(name):pause", body: [:], repeats: .always))
    }

    /// Has a paused job go on by its schedule.
    public func resumeJob(_ name: String) async throws -> ScheduledJob {
        ScheduledJob(json: try await api.call("POST", "/v1/\(name):resume", body: [:], repeats: .always))
    }

    /// Runs a job now.
    public func runJob(_ name: String) async throws -> ScheduledJob {
        ScheduledJob(json: try await api.call("POST", "/v1/\(name):run", body: [:]))
    }
}

/// A job that runs by a schedule.
public struct ScheduledJob: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A job that publishes to a topic.
    public init(
        name: String, schedule: String, timeZone: String = "Etc/UTC", topic: String, data: [UInt8] = [],
        attributes: [String: String] = [:]
    ) {
        var target: JSONObject = ["topicName": .string(topic)]
        target.set("data", Base64.encode(data))
        target.set("attributes", attributes)
        json = [
            "name": .string(name), "schedule": .string(schedule), "timeZone": .string(timeZone),
            "pubsubTarget": .object(target),
        ]
    }

    /// A job that calls a URL, with an ID token of an account if one is named.
    public init(
        name: String, schedule: String, timeZone: String = "Etc/UTC", url: String, method: String = "POST",
        headers: [String: String] = [:], body: [UInt8] = [], account: String? = nil, audience: String = ""
    ) {
        var target: JSONObject = ["uri": .string(url), "httpMethod": .string(method)]
        target.set("headers", headers)
        target.set("body", Base64.encode(body))
        if let account {
            var token: JSONObject = ["serviceAccountEmail": .string(account)]
            token.set("audience", audience)
            target["oidcToken"] = .object(token)
        }
        json = [
            "name": .string(name), "schedule": .string(schedule), "timeZone": .string(timeZone),
            "httpTarget": .object(target),
        ]
    }

    /// The full name.
    public var name: String { json.text("name") }
    /// `ENABLED`, `PAUSED` or another state.
    public var state: String { json.text("state") }
    /// When it runs next.
    public var nextRun: Instant? { time("scheduleTime") }
    /// When it was tried last.
    public var lastAttempt: Instant? { time("lastAttemptTime") }
}
