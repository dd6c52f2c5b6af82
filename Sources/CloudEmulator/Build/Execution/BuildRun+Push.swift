import CloudCore

extension BuildRun {
    /// Pushes the images of the build, in the words that builds log it in.
    func pushImages() throws(Failure) {
        let wanted = BuildRules.images(build)
        let missing = wanted.filter { name in built.withLock { $0[Self.key(name)] == nil } }
        guard missing.isEmpty else {
            let names = missing.map { "\"\($0)\"" }.joined(separator: " ")
            throw Failure(
                type: .pushImageNotFound,
                text: "failed to find one or more images after execution of build steps: [\(names)]")
        }
        for name in wanted { try push(name) { log.line($0) } }
    }

    /// Pushes an image that was built, on behalf of the build's account.
    func push(_ name: String, _ say: (String) -> Void) throws(Failure) {
        if processes.isStopped { throw .stopped }
        say("Pushing \(name)")
        guard let built = built.withLock({ $0[Self.key(name)] }) else {
            throw Failure(
                type: .pushImageNotFound, text: "An image does not exist locally with the tag: \(name)")
        }
        let start = tools.timeline.now
        do throws(Status) {
            let reference = try ImageReferenceName(name)
            let put = ImagePut(built.image, digest: built.digest, as: reference, sizeBytes: built.bytes)
            let repository = try tools.plane.perform(recording: ImagePushed(put: put), by: work.account)
            imageFolders.withLock { $0[built.folder] = true }
            note(name, reference, built.digest, repository, since: start)
        } catch {
            say(error.message)
            throw Failure(
                type: error.code == .permissionDenied ? .pushNotAuthorized : .pushFailed,
                text: "error pushing image \"\(name)\": \(error.message)")
        }
        say("\(name): digest: \(built.digest) size: \(built.bytes)")
    }

    private func note(
        _ name: String, _ reference: ImageReferenceName, _ digest: String, _ repository: RepositoryName,
        since start: Instant
    ) {
        var image = CloudBuildV1.BuiltImage()
        image.name = name
        image.digest = digest
        image.pushTiming = CloudBuildV1.TimeSpan(start, tools.timeline.now)
        let prefix = repository.imagePrefix(in: tools.plane.inspect { $0.project })
        let package = RegistryPath.escaped(RegistryHost.canonical(reference.name).dropFirst(prefix.count))
        image.artifactRegistryPackage = "projects/\(build.projectID)/\(repository.path)/packages/\(package)"
        let done = image
        // Only those that the build names are among its results.
        guard BuildRules.images(build).contains(name) else { return }
        pushed.withLock { $0.append(done) }
    }
}
