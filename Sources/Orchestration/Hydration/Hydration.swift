import CloudCore

/// Fills in all that an architecture leaves open: a pure function from one value to another.
public enum Hydration {
    /// What a hydration needs to know besides the architecture.
    public struct Options: Sendable, Equatable {
        /// The tag of every image, the same for the same sources; for example the start of a content hash.
        public var imageTag: String
        /// The Artifact Registry repository of services that name none.
        public var imageRepo: String
        /// The test run whose own names all resources get, or nil to keep the names as written.
        public var runID: String?

        /// Makes options from their parts.
        public init(imageTag: String = "latest", imageRepo: String = "services", runID: String? = nil) {
            self.imageTag = imageTag
            self.imageRepo = imageRepo
            self.runID = runID
        }
    }

    /// Hydrates an architecture: director resources, defaults, datasets for tables, names of the test run,
    /// images and environment variables.
    ///
    /// Throws INVALID_ARGUMENT with a line for each reason if the architecture does not validate, if the run id
    /// cannot be part of a name, or if two variables of a service would have one name.
    public static func hydrate(
        _ architecture: Architecture, options: Options = Options()
    ) throws(Status) -> HydratedArchitecture {
        var validator = ArchitectureValidator(architecture, file: "", places: [:])
        validator.run()
        guard validator.errors.isEmpty else { throw Status(validator.errors) }
        var result = architecture
        DirectorInfra.add(to: &result)
        Defaults.apply(to: &result)
        // Variables are named after what the user wrote, so that a program finds them in every run.
        let variables = try EnvironmentVariables.plan(for: result)
        let subscription = DirectorInfra.subscriptionName(result)
        var names = NameMap()
        if let runID = options.runID {
            names = try Renaming.apply(to: &result, names: try TestNames(runID: runID))
        }
        Images.apply(to: &result, options: options)
        EnvironmentVariables.set(variables, in: &result, names: names, commandSubscription: subscription)
        return HydratedArchitecture(
            architecture: result, names: names, runID: options.runID,
            serviceAccountEmails: HydratedArchitecture.emails(of: result))
    }
}
