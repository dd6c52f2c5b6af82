import CloudCore

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.Results`.
    struct Results: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Results"

        var images: [BuiltImage] = []
        var buildStepImages: [String] = []
        var buildStepOutputs: [UInt8] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(2, "images", &images)
            visitor.field(3, "buildStepImages", &buildStepImages)
            visitor.field(6, "buildStepOutputs", &buildStepOutputs)
        }
    }

    /// `google.devtools.cloudbuild.v1.BuiltImage`.
    struct BuiltImage: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuiltImage"

        var name = ""
        var digest = ""
        var pushTiming: TimeSpan?
        var artifactRegistryPackage = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(3, "digest", &digest)
            visitor.field(4, "pushTiming", &pushTiming)
            visitor.field(5, "artifactRegistryPackage", &artifactRegistryPackage)
        }
    }

    /// `google.devtools.cloudbuild.v1.Artifacts`.
    struct Artifacts: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Artifacts"

        var images: [String] = []
        var objects: Unsupported?
        var mavenArtifacts: [Unsupported] = []
        var goModules: [Unsupported] = []
        var pythonPackages: [Unsupported] = []
        var npmPackages: [Unsupported] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "images", &images)
            visitor.field(2, "objects", &objects)
            visitor.field(3, "mavenArtifacts", &mavenArtifacts)
            visitor.field(4, "goModules", &goModules)
            visitor.field(5, "pythonPackages", &pythonPackages)
            visitor.field(6, "npmPackages", &npmPackages)
        }
    }
}
