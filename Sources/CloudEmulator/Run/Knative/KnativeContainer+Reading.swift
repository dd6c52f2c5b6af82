import CloudCore

extension RunV1.Container {
    /// The container in the newer API's form.
    func converted(_ field: String, _ resources: RunV2.ResourceRequirements) throws(Status) -> RunV2.Container
    {
        try refuseUnsupported(field)
        var container = RunV2.Container()
        container.name = name
        container.image = image
        container.command = command
        container.args = args
        for (index, variable) in env.enumerated() {
            container.env.append(try variable.converted("\(field).env[\(index)]"))
        }
        container.ports = try ports.map { (port) throws(Status) in
            guard port.transport.isEmpty || port.transport == "TCP" else {
                throw RunSupport.unsupported(field + ".ports[0].protocol")
            }
            var converted = RunV2.ContainerPort()
            converted.name = port.name
            converted.containerPort = port.containerPort
            return converted
        }
        var resources = resources
        resources.limits = self.resources?.limits ?? [:]
        container.resources = resources
        container.startupProbe = try startupProbe?.converted(field + ".startupProbe")
        container.livenessProbe = try livenessProbe?.converted(field + ".livenessProbe")
        return container
    }

    private func refuseUnsupported(_ field: String) throws(Status) {
        let unsupported: [(String, Bool)] = [
            ("envFrom", !envFrom.isEmpty), ("imagePullPolicy", !imagePullPolicy.isEmpty),
            ("readinessProbe", readinessProbe != nil), ("sandboxLauncher", sandboxLauncher),
            ("securityContext", securityContext != nil),
            ("terminationMessagePath", !terminationMessagePath.isEmpty),
            ("terminationMessagePolicy", !terminationMessagePolicy.isEmpty),
            ("volumeMounts", !volumeMounts.isEmpty),
            ("workingDir", !workingDir.isEmpty), ("resources.requests", resources?.requests.isEmpty == false),
        ]
        if let first = unsupported.first(where: \.1) { throw RunSupport.unsupported("\(field).\(first.0)") }
    }
}

extension RunV1.EnvVar {
    fileprivate func converted(_ field: String) throws(Status) -> RunV2.EnvVar {
        var variable = RunV2.EnvVar()
        variable.name = name
        guard let valueFrom else {
            variable.value = value
            return variable
        }
        guard valueFrom.configMapKeyRef == nil, let reference = valueFrom.secretKeyRef else {
            throw RunSupport.unsupported(field + ".valueFrom.configMapKeyRef")
        }
        guard !reference.optional, reference.localObjectReference == nil else {
            throw RunSupport.unsupported(field + ".valueFrom.secretKeyRef.optional")
        }
        var source = RunV2.EnvVarSource()
        var selector = RunV2.SecretKeySelector()
        selector.secret = reference.name
        selector.version = reference.key
        source.secretKeyRef = selector
        variable.valueSource = source
        return variable
    }
}

extension RunV1.Probe {
    fileprivate func converted(_ field: String) throws(Status) -> RunV2.Probe {
        if execAction != nil { throw RunSupport.unsupported(field + ".exec") }
        guard successThreshold <= 1 else { throw RunSupport.unsupported(field + ".successThreshold") }
        var probe = RunV2.Probe()
        probe.initialDelaySeconds = initialDelaySeconds
        probe.timeoutSeconds = timeoutSeconds
        probe.periodSeconds = periodSeconds
        probe.failureThreshold = failureThreshold
        if let httpGet {
            guard httpGet.host.isEmpty, httpGet.scheme.isEmpty || httpGet.scheme == "HTTP" else {
                throw RunSupport.unsupported(field + ".httpGet.host")
            }
            var get = RunV2.HTTPGetAction()
            get.path = httpGet.path
            get.port = httpGet.port
            get.httpHeaders = httpGet.httpHeaders.map { header in
                var converted = RunV2.HTTPHeader()
                converted.name = header.name
                converted.value = header.value
                return converted
            }
            probe.httpGet = get
        }
        if let tcpSocket {
            guard tcpSocket.host.isEmpty else { throw RunSupport.unsupported(field + ".tcpSocket.host") }
            var socket = RunV2.TCPSocketAction()
            socket.port = tcpSocket.port
            probe.tcpSocket = socket
        }
        if let grpc {
            var action = RunV2.GRPCAction()
            action.port = grpc.port
            action.service = grpc.service
            probe.grpc = action
        }
        return probe
    }
}
