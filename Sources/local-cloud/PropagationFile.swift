import CloudCore
import CloudEmulator

/// A propagation model of one's own, as `--propagation` names it: YAML, of which JSON is a part.
enum PropagationFile {
    /// Reads a file.
    ///
    /// - Throws: INVALID_ARGUMENT naming the file and what is wrong in it.
    static func read(_ path: String) throws(Status) -> PropagationModel {
        let presets = PropagationModel.presets.map(\.name).joined(separator: ", ")
        do throws(Status) {
            let bytes = try InputFile.bytes(path)
            let node: YAML.Node
            do throws(YAMLError) {
                node = try YAML.parse(bytes)
            } catch {
                throw Status(.invalidArgument, "\(error)")
            }
            return try PropagationModel(json: JSON(yaml: node))
        } catch {
            throw Status(
                .invalidArgument,
                "--propagation \(path): \(error.message) (It is none of \(presets), and so a file.)")
        }
    }
}
