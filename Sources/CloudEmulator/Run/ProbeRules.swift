import CloudCore

/// What probes must be ("Configure container health checks" in Google's documentation, and `Probe` in `k8s.min.proto`).
enum ProbeRules {
    /// Checks a probe and fills in what was left out.
    ///
    /// - Throws: INVALID_ARGUMENT or UNIMPLEMENTED naming the field.
    static func complete(
        _ optional: inout RunV2.Probe?, port: Int32, _ field: String, isLiveness: Bool
    ) throws(Status) {
        guard var probe = optional else { return }
        if probe.grpc != nil {
            throw RunSupport.unsupported(field + ".grpc", "Instances are probed by http_get or tcp_socket.")
        }
        if probe.timeoutSeconds == 0 { probe.timeoutSeconds = 1 }
        if probe.periodSeconds == 0 { probe.periodSeconds = 10 }
        if probe.failureThreshold == 0 { probe.failureThreshold = 3 }
        let longest: Int32 = isLiveness ? 3_600 : 240
        try check(probe.initialDelaySeconds, 0...longest, field + ".initial_delay_seconds")
        try check(probe.timeoutSeconds, 1...longest, field + ".timeout_seconds")
        try check(probe.periodSeconds, 1...longest, field + ".period_seconds")
        try check(probe.failureThreshold, 1...Int32.max, field + ".failure_threshold")
        guard probe.timeoutSeconds <= probe.periodSeconds else {
            throw RunRules.refusal(
                field + ".timeout_seconds",
                "is \(probe.timeoutSeconds), but must not be more than period_seconds, which is \(probe.periodSeconds)."
            )
        }
        if !isLiveness, Int64(probe.failureThreshold) * Int64(probe.periodSeconds) > 240 {
            throw RunRules.refusal(
                field, "lets a start take longer than 240 seconds, by failure_threshold times period_seconds."
            )
        }
        try completeAction(&probe, port, field, isLiveness)
        optional = probe
    }

    private static func completeAction(
        _ probe: inout RunV2.Probe, _ port: Int32, _ field: String, _ isLiveness: Bool
    ) throws(Status) {
        if var get = probe.httpGet {
            if get.path.isEmpty { get.path = "/" }
            guard get.path.hasPrefix("/"), get.path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw RunRules.refusal(
                    field + ".http_get.path", "is \"\(get.path.prefix(100))\"; expected a path.")
            }
            get.port = try own(get.port, port, field + ".http_get.port")
            probe.httpGet = get
        } else if isLiveness, probe.tcpSocket != nil {
            throw RunRules.refusal(field + ".tcp_socket", "is not for liveness probes; expected http_get.")
        } else if var socket = probe.tcpSocket {
            socket.port = try own(socket.port, port, field + ".tcp_socket.port")
            probe.tcpSocket = socket
        } else {
            throw RunRules.refusal(field, "needs one of http_get, tcp_socket.")
        }
    }

    /// Instances listen on one port only, whose number this machine chooses.
    private static func own(_ given: Int32, _ port: Int32, _ field: String) throws(Status) -> Int32 {
        guard given == 0 || given == port else {
            throw RunSupport.unsupported(field, "Only the container's own port \(port) can be probed.")
        }
        return port
    }

    private static func check(_ value: Int32, _ range: ClosedRange<Int32>, _ field: String) throws(Status) {
        guard range.contains(value) else {
            throw RunRules.refusal(field, "is \(value); expected \(range.lowerBound) to \(range.upperBound).")
        }
    }
}
