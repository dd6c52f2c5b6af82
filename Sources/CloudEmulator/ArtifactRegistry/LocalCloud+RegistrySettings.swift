import CloudCore
import PubSubEmulator
import RPCServer

extension LocalCloud {
    /// What gcloud asks besides: whether names of gcr.io lead here, which they do; where repositories can be; and what
    /// Container Analysis knows of an image, which is nothing, for nothing is scanned.
    ///
    /// Sources: the discovery documents of Artifact Registry v1 and v1beta2, and of Container Analysis v1.
    var registrySettings: [RPCMethod] {
        let package = "/google.devtools.artifactregistry."
        return [
            planeMethod(
                package + "v1.ArtifactRegistry/GetProjectSettings",
                [.get("/v1/{name=projects/*/projectSettings}")]
            ) { (plane, request: ArtifactRegistryV1.GetProjectSettingsRequest, caller, now) throws(Status) in
                try plane.registrySettings(request.name, by: caller, at: now)
            },
            planeMethod(
                package + "v1beta2.ArtifactRegistry/ListLocations",
                [.get("/v1beta2/{name=projects/*}/locations")]
            ) { (plane, request, caller, now) throws(Status) in
                try plane.registryLocations(request, by: caller, at: now)
            },
            planeMethod("/grafeas.v1.Grafeas/ListOccurrences", [.get("/v1/{parent=projects/*}/occurrences")])
            { (_, _: ArtifactRegistryV1.ListOccurrencesRequest, _, _) throws(Status) in
                ArtifactRegistryV1.ListOccurrencesResponse()
            },
        ]
    }
}

extension ControlPlane {
    /// Whether names of gcr.io lead to Artifact Registry.
    func registrySettings(
        _ name: String, by caller: Caller, at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ProjectSettings {
        let permission = "artifactregistry.projectsettings.get"
        guard project.isNamed(name.split(separator: "/").dropFirst().first ?? "") else {
            throw Self.denied(permission, on: name)
        }
        try authorize(permission, on: project.name, by: caller, at: now)
        var settings = ArtifactRegistryV1.ProjectSettings()
        settings.name = "\(project.name)/projectSettings"
        settings.legacyRedirectionState = .redirectionFromGcrIoEnabled
        return settings
    }

    /// Where repositories can be.
    func registryLocations(
        _ request: ArtifactRegistryV1.ListLocationsRequest, by caller: Caller, at now: Instant
    ) throws(Status) -> ArtifactRegistryV1.ListLocationsResponse {
        let permission = "artifactregistry.locations.list"
        guard project.isNamed(request.name.split(separator: "/").last ?? "") else {
            throw Self.denied(permission, on: request.name)
        }
        try authorize(permission, on: project.name, by: caller, at: now)
        var response = ArtifactRegistryV1.ListLocationsResponse()
        response.locations = RepositoryRules.locations.sorted().map { id in
            var location = ArtifactRegistryV1.Location()
            location.name = "\(project.name)/locations/\(id)"
            location.locationID = id
            return location
        }
        return response
    }
}
