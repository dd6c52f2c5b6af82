import CloudCore
import RPCServer

extension LocalCloud {
    /// Programs of this machine as images, without a build:
    ///
    /// - `GET /emulator/v1/images` lists all images.
    /// - `POST /emulator/v1/images` with `{"name": "host/path:tag", "directory": "/…", "command": ["python3", "app.py"],
    ///   "environment": {}}` puts one, and answers its digest.
    var imageRoutes: [HTTPRoute] {
        let path = "/emulator/v1/images"
        return [
            HTTPRoute("GET", path) { [self] _ in
                .json(["images": .array(images.images(under: "").map(\.json))])
            },
            HTTPRoute("POST", path) { [self] request in
                .json { () throws(Status) in try putImage(try JSON.parse(request.body)) }
            },
        ]
    }

    private func putImage(_ json: JSON) throws(Status) -> JSON {
        let reference = try ImageReferenceName(json["name"]?.stringValue ?? "")
        guard let directory = json["directory"]?.stringValue, directory.hasPrefix("/") else {
            throw RunRules.refusal("directory", "must be an absolute path.")
        }
        let command = (json["command"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard !command.isEmpty else {
            throw RunRules.refusal("command", "must have a program and its arguments.")
        }
        var environment: [String: String] = [:]
        for (name, value) in json["environment"]?.objectValue ?? JSONObject() {
            environment[name] = value.stringValue ?? ""
        }
        let image = ProcessImage(directory: directory, command: command, environment: environment)
        images.put(.process(image), digest: Self.digest(of: image), as: reference, at: timeline.now)
        guard let entry = images.image(reference) else {
            throw Status(.internal, "The image is gone already.")
        }
        return entry.json
    }

    /// A name for what is started, in the form of a digest: there are no bytes here of which one could be made.
    private static func digest(of image: ProcessImage) -> String {
        let text =
            ([image.directory] + image.command
            + image.environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
            .joined(separator: "\0")
        return "sha256:"
            + (0..<4).map { Hexadecimal.text(Dice(seed: 1).bits(text, UInt64($0)), digits: 16) }.joined()
    }
}

extension ImageStore.Entry {
    fileprivate var json: JSON {
        [
            "name": .string(name), "digest": .string(digest),
            "tags": .array(tags.sorted().map { .string($0) }),
            "created": .string(Timestamp(created).rfc3339),
        ]
    }
}
