import CloudCore
import Testing

@testable import CloudEmulator

/// From the descriptors of `google/cloud/run/v2/*.proto`.
@Suite("Messages of Cloud Run have the numbers and names of the published definitions")
struct RunDefinitionTests {
    static let definitions: [MessageDefinitionTests.Definition] = [
        .init(
            RunV2.CreateServiceRequest.self, "google.cloud.run.v2.CreateServiceRequest",
            [1: "parent", 2: "service", 3: "serviceId", 4: "validateOnly"]),
        .init(
            RunV2.Service.self, "google.cloud.run.v2.Service",
            [
                1: "name", 2: "description", 3: "uid", 4: "generation", 5: "labels", 6: "annotations",
                7: "createTime", 8: "updateTime", 9: "deleteTime", 10: "expireTime", 11: "creator",
                12: "lastModifier", 13: "client", 14: "clientVersion", 15: "ingress", 16: "launchStage",
                17: "binaryAuthorization", 18: "template", 19: "traffic", 20: "scaling",
                21: "invokerIamDisabled", 22: "defaultUriDisabled", 24: "urls", 25: "iapEnabled",
                26: "multiRegionSettings", 30: "observedGeneration", 31: "terminalCondition",
                32: "conditions", 33: "latestReadyRevision", 34: "latestCreatedRevision",
                35: "trafficStatuses", 36: "uri", 37: "customAudiences", 38: "satisfiesPzs",
                40: "threatDetectionEnabled", 41: "buildConfig", 98: "reconciling", 99: "etag",
            ]),
        .init(
            RunV2.BinaryAuthorization.self, "google.cloud.run.v2.BinaryAuthorization",
            [1: "useDefault", 2: "breakglassJustification", 3: "policy"]),
        .init(
            RunV2.RevisionTemplate.self, "google.cloud.run.v2.RevisionTemplate",
            [
                1: "revision", 2: "labels", 3: "annotations", 4: "scaling", 6: "vpcAccess", 8: "timeout",
                9: "serviceAccount", 10: "containers", 11: "volumes", 13: "executionEnvironment",
                14: "encryptionKey", 15: "maxInstanceRequestConcurrency", 16: "serviceMesh",
                17: "encryptionKeyRevocationAction", 18: "encryptionKeyShutdownDuration",
                19: "sessionAffinity", 20: "healthCheckDisabled", 21: "nodeSelector",
                24: "gpuZonalRedundancyDisabled",
            ]),
        .init(
            RunV2.RevisionScaling.self, "google.cloud.run.v2.RevisionScaling",
            [1: "minInstanceCount", 2: "maxInstanceCount"]),
        .init(
            RunV2.VpcAccess.self, "google.cloud.run.v2.VpcAccess",
            [1: "connector", 2: "egress", 3: "networkInterfaces"]),
        .init(
            RunV2.VpcAccess.NetworkInterface.self, "google.cloud.run.v2.VpcAccess.NetworkInterface",
            [1: "network", 2: "subnetwork", 3: "tags"]),
        .init(
            RunV2.Container.self, "google.cloud.run.v2.Container",
            [
                1: "name", 2: "image", 3: "command", 4: "args", 5: "env", 6: "resources", 7: "ports",
                8: "volumeMounts", 9: "workingDir", 10: "livenessProbe", 11: "startupProbe", 12: "dependsOn",
                13: "baseImageUri", 14: "readinessProbe", 15: "buildInfo", 17: "sourceCode",
            ]),
        .init(RunV2.SourceCode.self, "google.cloud.run.v2.SourceCode", [1: "cloudStorageSource"]),
        .init(
            RunV2.SourceCode.CloudStorageSource.self, "google.cloud.run.v2.SourceCode.CloudStorageSource",
            [1: "bucket", 2: "object", 3: "generation"]),
        .init(RunV2.EnvVar.self, "google.cloud.run.v2.EnvVar", [1: "name", 2: "value", 3: "valueSource"]),
        .init(RunV2.EnvVarSource.self, "google.cloud.run.v2.EnvVarSource", [1: "secretKeyRef"]),
        .init(
            RunV2.SecretKeySelector.self, "google.cloud.run.v2.SecretKeySelector",
            [1: "secret", 2: "version"]),
        .init(
            RunV2.ResourceRequirements.self, "google.cloud.run.v2.ResourceRequirements",
            [1: "limits", 2: "cpuIdle", 3: "startupCpuBoost"]),
        .init(
            RunV2.ContainerPort.self, "google.cloud.run.v2.ContainerPort", [1: "name", 3: "containerPort"]),
        .init(
            RunV2.VolumeMount.self, "google.cloud.run.v2.VolumeMount",
            [1: "name", 3: "mountPath", 4: "subPath"]),
        .init(
            RunV2.Probe.self, "google.cloud.run.v2.Probe",
            [
                1: "initialDelaySeconds", 2: "timeoutSeconds", 3: "periodSeconds", 4: "failureThreshold",
                5: "httpGet", 6: "tcpSocket", 7: "grpc",
            ]),
        .init(
            RunV2.HTTPGetAction.self, "google.cloud.run.v2.HTTPGetAction",
            [1: "path", 4: "httpHeaders", 5: "port"]),
        .init(RunV2.HTTPHeader.self, "google.cloud.run.v2.HTTPHeader", [1: "name", 2: "value"]),
        .init(RunV2.TCPSocketAction.self, "google.cloud.run.v2.TCPSocketAction", [1: "port"]),
        .init(RunV2.GRPCAction.self, "google.cloud.run.v2.GRPCAction", [1: "port", 2: "service"]),
        .init(
            RunV2.BuildInfo.self, "google.cloud.run.v2.BuildInfo", [1: "functionTarget", 2: "sourceLocation"]),
        .init(
            RunV2.Volume.self, "google.cloud.run.v2.Volume",
            [1: "name", 2: "secret", 3: "cloudSqlInstance", 4: "emptyDir", 5: "nfs", 6: "gcs"]),
        .init(
            RunV2.SecretVolumeSource.self, "google.cloud.run.v2.SecretVolumeSource",
            [1: "secret", 2: "items", 3: "defaultMode"]),
        .init(
            RunV2.VersionToPath.self, "google.cloud.run.v2.VersionToPath",
            [1: "path", 2: "version", 3: "mode"]),
        .init(RunV2.CloudSqlInstance.self, "google.cloud.run.v2.CloudSqlInstance", [1: "instances"]),
        .init(
            RunV2.EmptyDirVolumeSource.self, "google.cloud.run.v2.EmptyDirVolumeSource",
            [1: "medium", 2: "sizeLimit"]),
        .init(
            RunV2.NFSVolumeSource.self, "google.cloud.run.v2.NFSVolumeSource",
            [1: "server", 2: "path", 3: "readOnly"]),
        .init(
            RunV2.GCSVolumeSource.self, "google.cloud.run.v2.GCSVolumeSource",
            [1: "bucket", 2: "readOnly", 3: "mountOptions"]),
        .init(RunV2.ServiceMesh.self, "google.cloud.run.v2.ServiceMesh", [1: "mesh"]),
        .init(RunV2.NodeSelector.self, "google.cloud.run.v2.NodeSelector", [1: "accelerator"]),
        .init(
            RunV2.TrafficTarget.self, "google.cloud.run.v2.TrafficTarget",
            [1: "type", 2: "revision", 3: "percent", 4: "tag"]),
        .init(
            RunV2.ServiceScaling.self, "google.cloud.run.v2.ServiceScaling",
            [1: "minInstanceCount", 3: "scalingMode", 4: "maxInstanceCount", 6: "manualInstanceCount"]),
        .init(
            RunV2.Service.MultiRegionSettings.self, "google.cloud.run.v2.Service.MultiRegionSettings",
            [1: "regions", 2: "multiRegionId"]),
        .init(
            RunV2.Condition.self, "google.cloud.run.v2.Condition",
            [
                1: "type", 2: "state", 3: "message", 4: "lastTransitionTime", 5: "severity", 6: "reason",
                9: "revisionReason", 11: "executionReason",
            ]),
        .init(
            RunV2.TrafficTargetStatus.self, "google.cloud.run.v2.TrafficTargetStatus",
            [1: "type", 2: "revision", 3: "percent", 4: "tag", 5: "uri"]),
        .init(
            RunV2.BuildConfig.self, "google.cloud.run.v2.BuildConfig",
            [
                1: "name", 2: "sourceLocation", 3: "functionTarget", 4: "imageUri", 5: "baseImage",
                6: "enableAutomaticUpdates", 7: "workerPool", 8: "environmentVariables", 9: "serviceAccount",
            ]),
        .init(
            RunV2.UpdateServiceRequest.self, "google.cloud.run.v2.UpdateServiceRequest",
            [1: "service", 2: "updateMask", 3: "validateOnly", 4: "allowMissing"]),
        .init(
            RunV2.ListServicesRequest.self, "google.cloud.run.v2.ListServicesRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "showDeleted"]),
        .init(
            RunV2.ListServicesResponse.self, "google.cloud.run.v2.ListServicesResponse",
            [1: "services", 2: "nextPageToken", 3: "unreachable"]),
        .init(RunV2.GetServiceRequest.self, "google.cloud.run.v2.GetServiceRequest", [1: "name"]),
        .init(
            RunV2.DeleteServiceRequest.self, "google.cloud.run.v2.DeleteServiceRequest",
            [1: "name", 2: "validateOnly", 3: "etag"]),
        .init(RunV2.GetRevisionRequest.self, "google.cloud.run.v2.GetRevisionRequest", [1: "name"]),
        .init(
            RunV2.ListRevisionsRequest.self, "google.cloud.run.v2.ListRevisionsRequest",
            [1: "parent", 2: "pageSize", 3: "pageToken", 4: "showDeleted"]),
        .init(
            RunV2.ListRevisionsResponse.self, "google.cloud.run.v2.ListRevisionsResponse",
            [1: "revisions", 2: "nextPageToken"]),
        .init(
            RunV2.Revision.self, "google.cloud.run.v2.Revision",
            [
                1: "name", 2: "uid", 3: "generation", 4: "labels", 5: "annotations", 6: "createTime",
                7: "updateTime", 8: "deleteTime", 9: "expireTime", 10: "launchStage", 11: "service",
                12: "scaling", 13: "vpcAccess", 15: "timeout", 16: "serviceAccount", 17: "containers",
                18: "volumes", 20: "executionEnvironment", 21: "encryptionKey", 22: "serviceMesh",
                23: "encryptionKeyRevocationAction", 24: "encryptionKeyShutdownDuration", 30: "reconciling",
                31: "conditions", 32: "observedGeneration", 33: "logUri", 34: "maxInstanceRequestConcurrency",
                37: "satisfiesPzs", 38: "sessionAffinity", 39: "scalingStatus", 40: "nodeSelector",
                48: "gpuZonalRedundancyDisabled", 49: "creator", 99: "etag",
            ]),
        .init(
            RunV2.RevisionScalingStatus.self, "google.cloud.run.v2.RevisionScalingStatus",
            [1: "desiredMinInstanceCount"]),
        .init(
            RunV2.DeleteRevisionRequest.self, "google.cloud.run.v2.DeleteRevisionRequest",
            [1: "name", 2: "validateOnly", 3: "etag"]),
    ]

    @Test("Each message", arguments: definitions)
    func fields(definition: MessageDefinitionTests.Definition) {
        #expect(definition.actual == definition.fields)
    }
}
