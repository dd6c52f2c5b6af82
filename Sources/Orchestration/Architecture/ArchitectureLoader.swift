import CloudCore
import Foundation

/// An architecture as a file describes it, checked.
public struct LoadedArchitecture: Sendable, Equatable {
    /// The architecture, without anything filled in yet.
    public var architecture: Architecture
    /// What a rehearsal expects, from rehearsal.yaml beside the file; nil if there is none.
    public var rehearsal: RehearsalPlan?
    /// Keys that are read but have no effect yet, sorted by place: to be shown to the user.
    public var notes: [Diagnostic]
    /// The directory of the file: relative paths in the architecture start there.
    public var directory: String
}

/// Reads architecture files.
public enum ArchitectureLoader {
    /// The file that a directory is read from.
    public static let fileName = "services.yaml"
    /// The file of expectations beside it, which need not exist.
    public static let rehearsalFileName = "rehearsal.yaml"

    /// Loads services.yaml of a directory, or a file of any name, with rehearsal.yaml beside it.
    ///
    /// Throws NOT_FOUND if there is no such file, and INVALID_ARGUMENT with a line for each thing that is wrong.
    public static func load(_ path: String) throws(Status) -> LoadedArchitecture {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Status(.notFound, "there is no file or directory \(path)")
        }
        let url = URL(fileURLWithPath: path)
        let directory = isDirectory.boolValue ? url : url.deletingLastPathComponent()
        let file = isDirectory.boolValue ? (path as NSString).appendingPathComponent(fileName) : path
        let checked = check(yaml: try bytes(of: file), file: file)
        var errors = checked.errors
        var rehearsal: RehearsalPlan?
        let rehearsalFile = ((file as NSString).deletingLastPathComponent as NSString)
            .appendingPathComponent(rehearsalFileName)
        if FileManager.default.fileExists(atPath: rehearsalFile) {
            let (plan, found) = RehearsalPlan.check(
                yaml: try bytes(of: rehearsalFile), file: rehearsalFile, for: checked.architecture)
            rehearsal = plan
            errors += found
        }
        guard errors.isEmpty else { throw Status(errors) }
        return LoadedArchitecture(
            architecture: checked.architecture, rehearsal: rehearsal, notes: checked.notes,
            directory: directory.path)
    }

    /// What a text says, what is wrong with it, and which of its keys have no effect yet; all sorted by place.
    public static func check(
        yaml: [UInt8], file: String
    ) -> (architecture: Architecture, errors: [Diagnostic], notes: [Diagnostic]) {
        let root: YAML.Node
        do {
            root = try YAML.parse(yaml)
        } catch {
            let diagnostic = Diagnostic(file: file, place: error.place, path: "", message: error.message)
            return (Architecture(), [diagnostic], [])
        }
        var decoder = ConfigDecoder(file: file)
        decoder.places[""] = root.place
        var architecture = Architecture.decode(root, "", &decoder)
        for (key, flow) in architecture.dataflows where flow.name.isEmpty {
            architecture.dataflows[key]?.name = key
        }
        var validator = ArchitectureValidator(architecture, file: file, places: decoder.places)
        validator.run()
        // What could not be read was reported already; do not report it as missing as well.
        var unread = Set(decoder.diagnostics.map(\.path))
        // A grantee's type says what its name must be.
        for path in unread where path.hasSuffix(".type") {
            unread.insert(path.dropLast("type".count) + "name")
        }
        let errors = decoder.diagnostics + validator.errors.filter { !unread.contains($0.path) }
        return (architecture, errors.sorted(), validator.notes.sorted())
    }

    private static func bytes(of file: String) throws(Status) -> [UInt8] {
        // Reading what is not a file of a sane size (a device, a pipe) must end.
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw Status(.notFound, "\(file) cannot be read: check that it exists and who may read it")
        }
        defer { try? handle.close() }
        do {
            return [UInt8](try handle.read(upToCount: YAML.Limits().maxBytes + 1) ?? Data())
        } catch {
            throw Status(.notFound, "\(file) cannot be read: \(error.localizedDescription)")
        }
    }
}

extension Architecture {
    /// Reads an architecture, for example the one that a director finds in its environment.
    ///
    /// Throws INVALID_ARGUMENT with a line for each thing that is wrong.
    public init(yaml: String, file: String = ArchitectureLoader.fileName) throws(Status) {
        let checked = ArchitectureLoader.check(yaml: [UInt8](yaml.utf8), file: file)
        guard checked.errors.isEmpty else { throw Status(checked.errors) }
        self = checked.architecture
    }

    /// The architecture as YAML; reading it gives an equal value.
    public var yaml: String { YAML.emit(node) }

    /// Keys that are set but have no effect yet.
    public var notes: [Diagnostic] {
        var validator = ArchitectureValidator(self, file: "", places: [:])
        validator.run()
        return validator.notes.sorted()
    }
}
