import CloudCore
import PubSubEmulator
import Synchronization

/// Makes the attempts of jobs when they are due: sends requests, publishes messages, and tells the plane how they
/// ended.
///
/// One alarm stands at the instant when the next job is due.
final class JobDispatcher: Sendable {
    private struct Pending {
        var call: OutgoingCall?
        var deadline: Alarm?
        let activity: Activity
    }

    private let timeline: any Timeline
    private let plane: ControlPlaneHost
    private let pubsub: Emulator
    private let http: (any OutgoingHTTP)?
    private let alarm: NextAlarm
    private let pending = Mutex<[UInt64: Pending]>([:])

    init(timeline: any Timeline, plane: ControlPlaneHost, pubsub: Emulator, http: (any OutgoingHTTP)?) {
        self.timeline = timeline
        self.plane = plane
        self.pubsub = pubsub
        self.http = http
        alarm = NextAlarm(timeline)
    }

    deinit { cancelAll() }

    /// Follows the plane when it has become another one: gives up the attempts of the former one, and sets the alarm.
    func restart() {
        cancelAll()
        rearm()
    }

    private func cancelAll() {
        alarm.cancel()
        let left = pending.withLock { pending in
            defer { pending = [:] }
            return pending.values
        }
        for pending in left {
            pending.deadline?.cancel()
            pending.call?.cancel()
            pending.activity.end()
        }
    }

    /// Sets the alarm for the job that is due next. Called after each change of jobs.
    func rearm() {
        alarm.set {
            plane.inspect { $0.jobs.nextDue }
        } ring: { [weak self] in
            self?.dispatch()
        }
    }

    private func dispatch() {
        // It cannot fail.
        let due = try? plane.perform(recording: JobsDue())
        for attempt in due ?? [] { make(attempt) }
        rearm()
    }

    /// Makes an attempt that has begun.
    func make(_ attempt: JobAttempt) {
        if let target = attempt.job.pubsubTarget { return publish(target, attempt) }
        guard let target = attempt.job.httpTarget, let http else {
            return end(attempt, Status(.unavailable, "Nothing here can send requests."))
        }
        let limit = attempt.job.attemptDeadline ?? JobRules.standardDeadline
        // An alarm may be rung at once, so the attempt is known before.
        pending.withLock { $0[attempt.number] = Pending(activity: timeline.beginActivity(.working)) }
        let deadline = timeline.schedule(at: timeline.now + limit) { [weak self] in
            self?.end(attempt, Status(.deadlineExceeded, "The target did not answer in time."))
        }
        guard keep(attempt, { $0.deadline = deadline }) else { return deadline.cancel() }
        authenticate(target) { [weak self] outcome in
            switch outcome {
            case .failure(let status): self?.end(attempt, status)
            case .success(let token): self?.send(attempt, target, token, limit, through: http)
            }
        }
    }

    private func publish(_ target: SchedulerV1.PubsubTarget, _ attempt: JobAttempt) {
        var message = PubsubMessage()
        message.data = target.data
        message.attributes = target.attributes
        do throws(Status) {
            try pubsub.publish(message, to: target.topicName)
            end(attempt, nil)
        } catch {
            end(attempt, error)
        }
    }

    /// Gets the bearer token that a target asks for; an access token here is the name of its account.
    private func authenticate(
        _ target: SchedulerV1.HttpTarget, _ completion: @escaping @Sendable (Result<String?, Status>) -> Void
    ) {
        if let oauth = target.oauthToken { return completion(.success(oauth.serviceAccountEmail)) }
        guard let oidc = target.oidcToken else { return completion(.success(nil)) }
        let audience = oidc.audience.isEmpty ? target.uri : oidc.audience
        pubsub.identityToken(for: oidc.serviceAccountEmail, audience: audience) { completion($0.map { $0 }) }
    }

    private func send(
        _ attempt: JobAttempt, _ target: SchedulerV1.HttpTarget, _ token: String?, _ limit: Duration,
        through http: any OutgoingHTTP
    ) {
        guard keep(attempt, { _ in }) else { return }
        let call = http.send(attempt.request(target, token, limit)) { [weak self] outcome in
            switch outcome {
            case .success(200...299): self?.end(attempt, nil)
            case .success(let code): self?.end(attempt, Status(Status.Code(httpStatus: code), "HTTP \(code)"))
            case .failure(let status): self?.end(attempt, status)
            }
        }
        if !keep(attempt, { $0.call = call }) { call.cancel() }
    }

    private func keep(_ attempt: JobAttempt, _ change: (inout Pending) -> Void) -> Bool {
        pending.withLock { all in
            guard var pending = all[attempt.number] else { return false }
            change(&pending)
            all[attempt.number] = pending
            return true
        }
    }

    private func end(_ attempt: JobAttempt, _ failure: Status?) {
        let pending = pending.withLock { $0.removeValue(forKey: attempt.number) }
        if pending == nil, attempt.job.pubsubTarget == nil, http != nil { return }
        pending?.deadline?.cancel()
        if failure != nil { pending?.call?.cancel() }
        // It cannot fail.
        try? plane.perform(recording: JobAttemptEnded(attempt, failure))
        rearm()
        pending?.activity.end()
    }
}

extension JobAttempt {
    /// The request of an attempt; the headers of the service are those of `HttpTarget.headers` in
    /// `google/cloud/scheduler/v1/target.proto`.
    func request(
        _ target: SchedulerV1.HttpTarget, _ token: String?, _ timeout: Duration
    ) -> OutgoingRequest {
        let method = SchedulerV1.HttpMethod.names.first { $0.number == target.httpMethod.rawValue }?.name
        var request = OutgoingRequest(url: target.uri, timeout: timeout)
        request.method = method ?? "POST"
        request.body = target.body
        let own = ["host", "content-length", "user-agent", "authorization"]
        for (name, value) in target.headers {
            let lower = name.lowercased()
            let isOurs =
                own.contains(lower) && !(lower == "authorization" && token == nil)
                || lower.hasPrefix("x-google-") || lower.hasPrefix("x-appengine-")
                || lower.hasPrefix("x-cloudscheduler")
            if !isOurs { request.headers.append((name, value)) }
        }
        request.headers.append(("User-Agent", "Google-Cloud-Scheduler"))
        request.headers.append(("X-CloudScheduler", "true"))
        request.headers.append(
            ("X-CloudScheduler-JobName", String(job.name.split(separator: "/").last ?? "")))
        request.headers.append(("X-CloudScheduler-ScheduleTime", Timestamp(scheduledFor).rfc3339))
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        return request
    }
}
