import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// The methods of `google.cloud.scheduler.v1.CloudScheduler`.
    ///
    /// Source: `google/cloud/scheduler/v1/cloudscheduler.proto`.
    var schedulerMethods: [RPCMethod] {
        let service = "/google.cloud.scheduler.v1.CloudScheduler/"
        let job = "/v1/{name=projects/*/locations/*/jobs/*}"
        let jobs = "/v1/{parent=projects/*/locations/*}/jobs"
        return [
            planeMethod(service + "GetJob", [.get(job)]) {
                (plane, request: SchedulerV1.GetJobRequest, caller, now) throws(Status) in
                try plane.job(request.name, by: caller, at: now)
            },
            planeMethod(service + "ListJobs", [.get(jobs)]) {
                (plane, request, caller, now) throws(Status) in
                try plane.listJobs(request, by: caller, at: now)
            },
            jobWrite(service + "CreateJob", [.post(jobs, body: .field("job"))]) {
                (plane, request, caller, now) throws(Status) in
                try plane.createJob(request, by: caller, at: now)
            },
            jobWrite(
                service + "UpdateJob",
                [.patch("/v1/{job.name=projects/*/locations/*/jobs/*}", body: .field("job"))]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.updateJob(request, by: caller, at: now)
            },
            jobWrite(service + "DeleteJob", [.delete(job)]) {
                (plane, request: SchedulerV1.GetJobRequest, caller, now) throws(Status) in
                try plane.deleteJob(request.name, by: caller, at: now)
                return Empty()
            },
            jobWrite(service + "PauseJob", [.post(job + ":pause")]) {
                (plane, request: SchedulerV1.GetJobRequest, caller, now) throws(Status) in
                try plane.setJob(request.name, isPaused: true, by: caller, at: now)
            },
            jobWrite(service + "ResumeJob", [.post(job + ":resume")]) {
                (plane, request: SchedulerV1.GetJobRequest, caller, now) throws(Status) in
                try plane.setJob(request.name, isPaused: false, by: caller, at: now)
            },
            planeMethod(service + "RunJob", [.post(job + ":run")]) {
                (plane, request: SchedulerV1.GetJobRequest, caller, now) throws(Status) in
                try plane.runJob(request.name, by: caller, at: now)
            } answer: { [scheduler] begun in
                if let attempt = begun.attempt { scheduler.make(attempt) }
                return begun.job
            },
        ]
    }

    /// A method after which something else may be due next.
    private func jobWrite<Request: Message, Response: Message>(
        _ path: String, _ rules: [HTTPRule],
        _ serve:
            @escaping @Sendable (inout ControlPlane, Request, Caller, Instant) throws(Status) -> Response
    ) -> RPCMethod {
        planeMethod(path, rules, then: { [scheduler] in scheduler.rearm() }, serve)
    }
}
