import CloudCore

/// An image was put under a name by who runs the cloud.
struct ImagePut: PlaneEvent {
    /// The name with a tag or a digest.
    var reference = ""
    var digest = ""
    /// What is started; nil for a closure.
    var process: StoredProcess?
    /// The bytes of its files.
    var sizeBytes: Int64 = 0

    static let eventName = "images.Put"

    init() {}

    init(_ process: ProcessImage?, digest: String, as reference: ImageReferenceName, sizeBytes: Int64) {
        self.reference = reference.description
        self.digest = digest
        self.process = process.map(StoredProcess.init)
        self.sizeBytes = sizeBytes
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "reference", &reference)
        visitor.field(2, "digest", &digest)
        visitor.field(3, "process", &process)
        visitor.field(4, "sizeBytes", &sizeBytes)
    }

    func apply(to plane: inout ControlPlane, at now: Instant) throws(Status) {
        plane.images.put(
            process?.image, digest: digest, as: try ImageReferenceName(reference), sizeBytes: sizeBytes,
            at: now)
    }
}

/// An image was removed by who runs the cloud, or cannot be started any more.
struct ImageRemoved: PlaneEvent {
    var name = ""
    var digest = ""

    static let eventName = "images.Removed"

    init() {}

    init(name: String, digest: String) { (self.name, self.digest) = (name, digest) }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "digest", &digest)
    }

    /// - Returns: the image that was there, or nil.
    func apply(to plane: inout ControlPlane, at now: Instant) -> ImageTable.Entry? {
        plane.images.remove(name: name, digest: digest)
    }
}

/// An image was pushed to Artifact Registry.
struct ImagePushed: PlaneRequest {
    var put: ImagePut?

    static let requestName = "images.Pushed"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) { visitor.field(1, "put", &put) }

    /// - Returns: the repository.
    func apply(
        to plane: inout ControlPlane, by caller: Caller, at now: Instant
    ) throws(Status) -> RepositoryName {
        let put = put ?? ImagePut()
        let reference = try ImageReferenceName(put.reference)
        do throws(ControlPlane.PushRefusal) {
            let repository = try plane.authorizePush(of: reference, digest: put.digest, by: caller, at: now)
            plane.images.put(
                put.process?.image, digest: put.digest, as: reference, sizeBytes: put.sizeBytes, at: now)
            return repository
        } catch {
            throw Status(error.isDenied ? .permissionDenied : .notFound, error.text)
        }
    }
}

/// A `ProcessImage` as a message.
struct StoredProcess: Message {
    var directory = ""
    var command: [String] = []
    var environment = StringMap()

    init() {}

    init(_ image: ProcessImage) {
        directory = image.directory
        command = image.command
        environment = StringMap(image.environment)
    }

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "directory", &directory)
        visitor.field(2, "command", &command)
        visitor.field(3, "environment", &environment)
    }

    var image: ProcessImage {
        ProcessImage(directory: directory, command: command, environment: environment.dictionary)
    }
}
