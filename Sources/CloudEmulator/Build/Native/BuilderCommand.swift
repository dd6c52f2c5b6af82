import CloudCore

/// What a step asks of docker, pack or kaniko.
enum BuilderCommand: Sendable, Equatable {
    /// Make an image of a folder.
    case build(ImageBuild)
    /// Give an image a further name.
    case tag(from: String, to: String)
    /// Push an image.
    case push(String)
    /// Nothing here: a setting of pack.
    case nothing

    /// An image that is to be made.
    struct ImageBuild: Sendable, Equatable {
        /// Its names.
        var tags: [String] = []
        /// The folder of its sources, below that of the step.
        var context = "."
        /// The Dockerfile, below that of the step; nil for `Dockerfile` in the context; `none` when none is read.
        var dockerfile: String?
        /// Whether a Dockerfile counts.
        var readsDockerfile = true
        /// The values of the Dockerfile's ARGs.
        var arguments: [String: String] = [:]
        /// Variables for the build.
        var environment: [String: String] = [:]
    }

    /// Reads the arguments of a step.
    ///
    /// - Throws: UNIMPLEMENTED or INVALID_ARGUMENT naming the argument.
    init(_ builder: StepBuilder, _ arguments: [String]) throws(Status) {
        var rest = BuilderOptions(arguments)
        switch builder {
        case .docker: self = try Self.docker(&rest)
        case .pack: self = try Self.pack(&rest)
        case .kaniko: self = try Self.kaniko(&rest)
        case .program: throw Status(.internal, "Programs have no commands.")
        }
    }

    private static func docker(_ rest: inout BuilderOptions) throws(Status) -> BuilderCommand {
        let verb = rest.next() ?? ""
        switch verb {
        case "build":
            return .build(try dockerBuild(&rest))
        case "push":
            let images = try rest.positional(ignoring: ["--quiet", "-q", "--all-tags", "-a"])
            guard images.count == 1 else { throw refusal("docker push needs one image") }
            return .push(images[0])
        case "tag":
            let images = try rest.positional(ignoring: [])
            guard images.count == 2 else { throw refusal("docker tag needs two images") }
            return .tag(from: images[0], to: images[1])
        default:
            throw Status(
                .unimplemented,
                "docker \(verb.prefix(60)) is not supported without Docker; docker build, tag and push are.")
        }
    }

    private static func dockerBuild(_ rest: inout BuilderOptions) throws(Status) -> ImageBuild {
        var build = ImageBuild()
        var contexts: [String] = []
        while let word = rest.next() {
            switch rest.name(of: word) {
            case "-t", "--tag": build.tags.append(try rest.value(of: word))
            case "-f", "--file": build.dockerfile = try rest.value(of: word)
            case "--build-arg":
                let pair = try rest.value(of: word)
                let name = pair.prefix { $0 != "=" }
                build.arguments[String(name)] = String(pair.dropFirst(name.count + 1))
            // How layers are fetched, cached and shown makes no difference to what is built.
            case "--network", "--cache-from", "--cache-to", "--progress", "--label", "--platform":
                _ = try rest.value(of: word)
            case "--no-cache", "--pull", "-q", "--quiet", "--rm", "--force-rm": break
            case let name where name.hasPrefix("-"):
                throw Status(
                    .unimplemented, "docker build \(name.prefix(60)) is not supported without Docker.")
            default: contexts.append(word)
            }
        }
        guard contexts.count == 1 else { throw refusal("docker build needs one folder") }
        build.context = contexts[0]
        return build
    }

    private static func pack(_ rest: inout BuilderOptions) throws(Status) -> BuilderCommand {
        let verb = rest.next() ?? ""
        if verb == "config" { return .nothing }
        guard verb == "build" else {
            throw Status(.unimplemented, "pack \(verb.prefix(60)) is not supported; pack build is.")
        }
        var build = ImageBuild(readsDockerfile: false)
        while let word = rest.next() {
            switch rest.name(of: word) {
            case "-t", "--tag": build.tags.append(try rest.value(of: word))
            case "-p", "--path": build.context = try rest.value(of: word)
            case "-e", "--env":
                let pair = try rest.value(of: word)
                let name = pair.prefix { $0 != "=" }
                build.environment[String(name)] = String(pair.dropFirst(name.count + 1))
            // The image that buildpacks would run in makes no difference here.
            case "--builder", "-B", "--network", "--run-image", "--cache-image", "--pull-policy", "--cache":
                _ = try rest.value(of: word)
            case "--trust-builder", "--clear-cache", "--no-color", "--verbose", "-v", "-q", "--quiet": break
            case let name where name.hasPrefix("-"):
                throw Status(.unimplemented, "pack build \(name.prefix(60)) is not supported.")
            default: build.tags.append(word)
            }
        }
        return .build(build)
    }

    private static func kaniko(_ rest: inout BuilderOptions) throws(Status) -> BuilderCommand {
        var build = ImageBuild()
        while let word = rest.next() {
            switch rest.name(of: word) {
            case "--destination", "-d": build.tags.append(try rest.value(of: word))
            case "--dockerfile", "-f": build.dockerfile = try rest.value(of: word)
            case "--context", "-c":
                let context = try rest.value(of: word)
                build.context = context.hasPrefix("dir://") ? String(context.dropFirst(6)) : context
            case "--build-arg":
                let pair = try rest.value(of: word)
                let name = pair.prefix { $0 != "=" }
                build.arguments[String(name)] = String(pair.dropFirst(name.count + 1))
            case "--cache": rest.skipValue(of: word, in: ["true", "false"])
            case "--cache-ttl", "--cache-dir", "--cache-repo", "--verbosity", "-v":
                _ = try rest.value(of: word)
            case "--reproducible", "--single-snapshot", "--use-new-run": break
            case let name:
                throw Status(.unimplemented, "kaniko \(name.prefix(60)) is not supported.")
            }
        }
        return .build(build)
    }

    private static func refusal(_ text: String) -> Status { Status(.invalidArgument, text + ".") }
}

/// Arguments that are taken one by one.
struct BuilderOptions {
    private var rest: ArraySlice<String>

    init(_ arguments: [String]) { rest = arguments[...] }

    mutating func next() -> String? { rest.popFirst() }

    /// An option without the value behind its equals sign.
    func name(of word: String) -> String {
        word.hasPrefix("--") ? String(word.prefix { $0 != "=" }) : word
    }

    /// The value of an option, in the same word or the next.
    mutating func value(of word: String) throws(Status) -> String {
        let name = name(of: word)
        if name.count < word.count { return String(word.dropFirst(name.count + 1)) }
        guard let value = rest.popFirst() else {
            throw Status(.invalidArgument, "\(word.prefix(60)) needs a value.")
        }
        return value
    }

    /// Skips the value of an option that need not have one.
    mutating func skipValue(of word: String, in values: Set<String>) {
        if name(of: word) == word, let next = rest.first, values.contains(next) { rest.removeFirst() }
    }

    /// What is left besides the options given.
    mutating func positional(ignoring options: Set<String>) throws(Status) -> [String] {
        var words: [String] = []
        while let word = next() {
            if options.contains(word) { continue }
            guard !word.hasPrefix("-") else {
                throw Status(.unimplemented, "\(word.prefix(60)) is not supported without Docker.")
            }
            words.append(word)
        }
        return words
    }
}
