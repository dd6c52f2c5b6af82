import CloudCore
import PubSubEmulator
import RPCServer
import Synchronization

extension LocalCloud {
    /// Makes what a YAML file lists, as the owner, in a cloud to which nothing has been written yet. Accounts,
    /// secrets and policies are older than the cloud: every replica knows them.
    ///
    /// - Parameter file: what the file is called in errors.
    /// - Throws: INVALID_ARGUMENT and what the methods throw, with file, line and column; then part of it may be
    ///   there.
    public func seed(yaml bytes: [UInt8], file: String) throws(Status) {
        let seed = try SeedFile(bytes, name: file)
        guard plane.history.hasOnlyImages else {
            throw Status(.failedPrecondition, "\(file): something has been created already.")
        }
        for kind in [SeedKind.schemas, .topics, .subscriptions] { try make(seed.entries(of: kind)) }
        let (restored, history) = try past(of: seed)
        let former = images.images(under: "")
        plane.replace(by: restored, history)
        images.put(again: former, at: timeline.now)
        resume()
        for kind in [SeedKind.calls, .jobs] { try make(seed.entries(of: kind)) }
    }

    /// What the control plane looks like when everything was written long enough ago.
    private func past(of seed: SeedFile) throws(Status) -> (ControlPlane, PlaneHistory) {
        var origin = plane.history.origin
        let settling = origin.model.longest + .seconds(1)
        let bound = timeline.now - settling
        origin.start = bound - settling
        let apis = seed.entries(of: .apis)
        if !apis.isEmpty { origin.enabledServices = try Self.services(apis) }
        var writer = SeedWriter(origin, PlaneReplays(methods))
        for entry in seed.entries(of: .accounts) {
            for call in try SeedCall.calls(for: entry, in: project) {
                try entry.located { () throws(Status) in try writer.make(call, at: origin.start) }
            }
        }
        for entry in seed.entries(of: .secrets) {
            for call in try SeedCall.calls(for: entry, in: project) {
                try entry.located { () throws(Status) in try writer.make(call, at: bound) }
            }
        }
        for entry in seed.entries(of: .bindings) {
            try entry.located { () throws(Status) in
                let binding = try SeedBinding(entry.value, in: project)
                if pubsub.isMissing(binding.resource) {
                    throw Status(.notFound, "There is no resource \(binding.resource).")
                }
                try writer.make(try binding.call(writer.plane), at: bound)
            }
        }
        return (writer.plane, writer.history)
    }

    private static func services(_ entries: [SeedFile.Entry]) throws(Status) -> Set<String> {
        var names: Set<String> = []
        for entry in entries {
            guard let name = entry.value.stringValue, ServiceCatalog.titles[name] != nil else {
                let hint = NearestName.hint(for: entry.value.stringValue ?? "", among: ServiceCatalog.names)
                throw entry.wrong(
                    "\(entry.value) is no API; expected one as in pubsub.googleapis.com\(hint).")
            }
            names.insert(name)
        }
        return names
    }

    /// Makes entries by calling methods as the owner does, at present.
    private func make(_ entries: [SeedFile.Entry]) throws(Status) {
        guard !entries.isEmpty else { return }
        let table = Dictionary(methods.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in entries {
            for call in try SeedCall.calls(for: entry, in: project) {
                try entry.located { () throws(Status) in
                    guard let method = table[call.method] else {
                        throw Status(.unimplemented, "There is no method \(call.method.prefix(200)).")
                    }
                    try method.callAtOnce(call.request)
                }
            }
        }
    }
}

/// Makes writes at instants that have passed.
private struct SeedWriter {
    private(set) var plane: ControlPlane
    private(set) var history: PlaneHistory
    private let replays: PlaneReplays

    init(_ origin: PlaneOrigin, _ replays: PlaneReplays) {
        plane = origin.makePlane(mode: .off)
        history = PlaneHistory(origin)
        self.replays = replays
    }

    mutating func make(_ call: SeedCall, at time: Instant) throws(Status) {
        let record = PlaneRecord(call.request, of: call.method, by: Caller(email: plane.owner), at: time)
        try replays.apply(record, to: &plane)
        history.append(record)
    }
}

extension RPCMethod {
    /// Calls a method that answers at once, in process, with a request in JSON.
    ///
    /// - Throws: what the method throws; UNIMPLEMENTED for one that answers later.
    fileprivate func callAtOnce(_ request: JSON) throws(Status) {
        let call = AwaitedCall()
        switch kind {
        case .unary(let serve), .either(let serve, _, _):
            var out = OutputBuffer()
            return try serve(.json(request), CallContext(), &out)
        case .deferred(let begin): try begin(.json(request), CallContext(), call)
        case .streaming: throw Status(.unimplemented, "\(name) is a streaming method.")
        }
        guard let outcome = call.outcome else {
            throw Status(.unimplemented, "\(name) has not answered at once.")
        }
        try outcome.get()
    }
}

/// A call whose answer only counts as success or failure.
private final class AwaitedCall: PendingCall {
    private let state = Mutex<Result<Void, Status>?>(nil)

    var outcome: Result<Void, Status>? { state.withLock { $0 } }

    func send(_ message: consuming OutputBuffer) { state.withLock { $0 = $0 ?? .success(()) } }

    func finish(_ failure: Status?) {
        state.withLock { $0 = $0 ?? failure.map { .failure($0) } ?? .success(()) }
    }

    var isWritable: Bool { true }

    func onCancel(_ action: @escaping @Sendable () -> Void) {}
}
