import CloudCore

extension BrokerHost {
    /// Runs `body` and answers with its result, once it is known that the functions of `transforms` compile.
    /// Without transforms that is at once.
    func checking<Response: Sendable>(
        _ transforms: [MessageTransform], _ answer: @escaping Answer<Response>,
        _ body: @escaping @Sendable () throws(Status) -> Response
    ) {
        do throws(Status) {
            try TransformRules.check(transforms)
        } catch {
            return answer(.failure(error))
        }
        compile(transforms[...], 0, answer, body)
    }

    private func compile<Response: Sendable>(
        _ transforms: ArraySlice<MessageTransform>, _ index: Int, _ answer: @escaping Answer<Response>,
        _ body: @escaping @Sendable () throws(Status) -> Response
    ) {
        guard let function = transforms.first?.javascriptUdf else {
            return answer(Result { () throws(Status) in try body() })
        }
        // As deep as there are transforms at most, which the rules bound.
        transformer.check(function) { fault in
            guard let fault else { return self.compile(transforms.dropFirst(), index + 1, answer, body) }
            let field = "message_transforms[\(index)].javascript_udf"
            answer(.failure(Status(fault.code, "\(field): \(fault.message)", details: fault.details)))
        }
    }

    /// Begins a job of a subscription's transforms; the outcomes if they have come at once.
    func begin(_ job: TransformJob) -> [TransformOutcome]? {
        let pending = PendingAnswer<[TransformOutcome]>()
        // Virtual time stands still while the functions run.
        let activity = timeline.beginActivity(.working)
        transformer.transform(job.batch.map(\.message.message), with: job.transforms) {
            [weak self] outcomes in
            defer { activity.end() }
            if pending.keep(outcomes) { return }
            self?.perform { broker, now in broker.finish(job, outcomes, at: now) }
        }
        return pending.close()
    }
}
