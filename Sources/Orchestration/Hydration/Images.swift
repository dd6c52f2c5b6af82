/// The image of each service, in Artifact Registry's spelling.
enum Images {
    static func apply(to architecture: inout Architecture, options: Hydration.Options) {
        let project = architecture.projectID
        architecture.updateDataflows { flow in
            for key in flow.services.keys {
                flow.services[key]?.deployment?.setImage(service: key, project: project, options: options)
            }
        }
        let director = architecture.serviceManager.name
        architecture.serviceManager.deployment?.setImage(
            service: director, project: project, options: options)
    }
}

extension Deployment {
    fileprivate mutating func setImage(service: String, project: String, options: Hydration.Options) {
        if imageRepo.isEmpty { imageRepo = options.imageRepo }
        image = "\(region)-docker.pkg.dev/\(project)/\(imageRepo)/\(service):\(options.imageTag)"
    }
}
