/// What a step's image stands for where there are no containers.
enum StepBuilder: Equatable, Sendable {
    /// The docker command: images are built by what is found, tagged and pushed.
    case docker
    /// The pack command, and buildpacks with it: images are built by what is found.
    case pack
    /// Kaniko: as docker's build.
    case kaniko
    /// A program of this machine. An image whose entry point is a program has it here; `standard` is what an image
    /// without one runs when nothing is said, and `takesOptions` whether it also gets arguments that begin with a hyphen.
    case program(entrypoint: String?, standard: String, takesOptions: Bool)

    /// The builder of an image, by its name whatever its tag; nil for one that is not known.
    init?(image: String) {
        guard let reference = try? ImageReferenceName(image) else { return nil }
        let name = Self.shortName(reference.name)
        switch name {
        case "gcr.io/cloud-builders/docker", "docker": self = .docker
        case "gcr.io/k8s-skaffold/pack", "buildpacksio/pack": self = .pack
        case "gcr.io/kaniko-project/executor": self = .kaniko
        default:
            if let program = Self.entrypoints[name] {
                self = .program(entrypoint: program, standard: program, takesOptions: true)
            } else if let plain = Self.plain[name] {
                self = .program(entrypoint: nil, standard: plain.program, takesOptions: plain.takesOptions)
            } else {
                return nil
            }
        }
    }

    /// What is known, for a refusal.
    static let supported =
        "Known are docker, pack, kaniko, and programs of this machine by the images "
        + (entrypoints.keys.sorted() + plain.keys.sorted()).joined(separator: ", ") + "."

    /// Whether a step that names this entry point asks for what the builder does anyway.
    func isOwnEntrypoint(_ entrypoint: String) -> Bool {
        switch self {
        case .docker: entrypoint == "docker"
        case .pack: entrypoint == "pack"
        case .kaniko: entrypoint == "/kaniko/executor"
        case .program: true
        }
    }

    /// The name without the registries that Docker Hub's images also come from.
    private static func shortName(_ name: String) -> String {
        for prefix in [
            "docker.io/library/", "mirror.gcr.io/library/", "index.docker.io/library/", "docker.io/",
            "library/",
        ]
        where name.hasPrefix(prefix) { return String(name.dropFirst(prefix.count)) }
        return name
    }

    /// Images whose entry point is a program ("Cloud builders" in the Cloud Build documentation).
    private static let entrypoints: [String: String] = {
        var images = ["curlimages/curl": "curl", "gcr.io/google.com/cloudsdktool/cloud-sdk/gcloud": "gcloud"]
        for program in ["curl", "gcloud", "git", "go", "gsutil", "npm", "wget", "yarn"] {
            images["gcr.io/cloud-builders/\(program)"] = program
        }
        return images
    }()

    /// Images without an entry point, or with one that runs its arguments.
    private static let plain: [String: (program: String, takesOptions: Bool)] = [
        "alpine": ("sh", false), "bash": ("bash", true), "busybox": ("sh", false), "debian": ("bash", false),
        "ubuntu": ("bash", false), "gcr.io/cloud-builders/ubuntu": ("bash", false),
        "gcr.io/google.com/cloudsdktool/cloud-sdk": ("bash", false),
        "gcr.io/google.com/cloudsdktool/google-cloud-cli": ("bash", false),
        "google/cloud-sdk": ("bash", false), "golang": ("bash", false), "node": ("node", true),
        "python": ("python3", false), "swift": ("bash", false),
    ]
}
