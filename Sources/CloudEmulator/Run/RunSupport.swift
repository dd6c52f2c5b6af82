import CloudCore

/// What services may ask for and is not there. Everything else is heeded, or only describes.
enum RunSupport {
    /// Refuses what is not supported.
    ///
    /// - Throws: UNIMPLEMENTED naming the field.
    static func check(_ service: RunV2.Service) throws(Status) {
        try refuse([
            ("service.binary_authorization", service.binaryAuthorization != nil),
            ("service.iap_enabled", service.iapEnabled),
            ("service.multi_region_settings", service.multiRegionSettings != nil),
            ("service.threat_detection_enabled", service.threatDetectionEnabled),
            ("service.build_config", service.buildConfig != nil),
            ("service.scaling.scaling_mode", service.scaling?.scalingMode == .manual),
            ("service.scaling.manual_instance_count", service.scaling?.manualInstanceCount != nil),
            ("service.scaling.max_instance_count", service.scaling.map { $0.maxInstanceCount != 0 } ?? false),
            (
                "service.ingress",
                service.ingress.rawValue > RunV2.IngressTraffic.internalLoadBalancer.rawValue
            ),
        ])
        if let template = service.template { try check(template) }
    }

    private static func check(_ template: RunV2.RevisionTemplate) throws(Status) {
        try refuse([
            ("service.template.vpc_access", template.vpcAccess != nil),
            ("service.template.volumes", !template.volumes.isEmpty),
            ("service.template.encryption_key", !template.encryptionKey.isEmpty),
            (
                "service.template.encryption_key_revocation_action",
                template.encryptionKeyRevocationAction.rawValue != 0
            ),
            (
                "service.template.encryption_key_shutdown_duration",
                template.encryptionKeyShutdownDuration != nil
            ),
            ("service.template.service_mesh", template.serviceMesh != nil),
            ("service.template.session_affinity", template.sessionAffinity),
            ("service.template.node_selector", template.nodeSelector != nil),
            ("service.template.gpu_zonal_redundancy_disabled", template.gpuZonalRedundancyDisabled != nil),
        ])
        for (index, container) in template.containers.enumerated() {
            try check(container, "service.template.containers[\(index)]")
        }
    }

    private static func check(_ container: RunV2.Container, _ field: String) throws(Status) {
        try refuse([
            (field + ".source_code", container.sourceCode != nil),
            (field + ".volume_mounts", !container.volumeMounts.isEmpty),
            (field + ".working_dir", !container.workingDir.isEmpty),
            (field + ".readiness_probe", container.readinessProbe != nil),
            (field + ".depends_on", !container.dependsOn.isEmpty),
            (field + ".base_image_uri", !container.baseImageUri.isEmpty),
            (field + ".build_info", container.buildInfo != nil),
        ])
    }

    private static func refuse(_ fields: [(name: String, isSet: Bool)]) throws(Status) {
        if let field = fields.first(where: \.isSet) { throw unsupported(field.name) }
    }

    /// UNIMPLEMENTED about a field.
    static func unsupported(_ field: String, _ reason: String = "") -> Status {
        Status(.unimplemented, "\(field) is not supported.\(reason.isEmpty ? "" : " ")\(reason)")
    }
}
