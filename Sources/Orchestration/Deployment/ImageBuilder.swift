/// A container image by its full name, `<region>-docker.pkg.dev/<project>/<repository>/<service>:<tag>`.
public struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// The full name.
    public var name: String

    /// Makes a reference to an image.
    public init(_ name: String) { self.name = name }

    /// The full name.
    public var description: String { name }
}

/// Builds the images of services.
public protocol ImageBuilder: Sendable {
    /// Builds the image of a hydrated service from its source.
    ///
    /// - Throws: what keeps the image from being built, naming the service.
    func build(_ service: Service) async throws -> ImageReference

    /// The image of a service that was built before, or nil.
    func existingImage(of service: Service) async throws -> ImageReference?
}
