import CloudCore
import Synchronization

/// Large bytes, which writes name by their keys: in memory, or, with a data directory, in files beside the log.
///
/// Bytes are put here before the write that names them is made, so that no write that was answered lacks them; what a
/// process left behind that was killed in between is removed at the next start.
final class BlobStore: Sendable {
    private enum Place {
        case memory([String: [UInt8]])
        case folder(String)
    }

    private let place = Mutex(Place.memory([:]))

    /// Keeps bytes; returns their key.
    ///
    /// - Throws: UNAVAILABLE when they cannot be written.
    func put(_ bytes: [UInt8]) throws(Status) -> String {
        let parts = (0..<2).map { _ in Hexadecimal.text(UInt64.random(in: 0 ... .max), digits: 16) }
        let key = parts.joined()
        try put(bytes, under: key)
        return key
    }

    /// Keeps bytes under a key that they had before.
    func put(_ bytes: [UInt8], under key: String) throws(Status) {
        let outcome = place.withLock { place -> Result<Void, Status> in
            switch place {
            case .memory(var all):
                // Moved, so that the dictionary is not copied.
                place = .memory([:])
                all[key] = bytes
                place = .memory(all)
                return .success(())
            case .folder(let folder):
                return Result { () throws(Status) in try Self.write(bytes, folder, key) }
            }
        }
        try outcome.get()
    }

    /// The bytes of a key; nil when there are none.
    func bytes(of key: String) -> [UInt8]? {
        place.withLock { place in
            switch place {
            case .memory(let all): all[key]
            case .folder(let folder): try? InputFile.bytes("\(folder)/\(key)")
            }
        }
    }

    /// The file that has the bytes of a key; nil for bytes in memory.
    func path(of key: String) -> String? {
        place.withLock { place in
            guard case .folder(let folder) = place else { return nil }
            return "\(folder)/\(key)"
        }
    }

    /// Forgets bytes.
    func remove(_ key: String) {
        place.withLock { place in
            switch place {
            case .memory(var all):
                place = .memory([:])
                all[key] = nil
                place = .memory(all)
            case .folder(let folder): FlatFolder.remove("\(folder)/\(key)")
            }
        }
    }

    /// Keeps bytes in a folder from now on, beginning with what is there and named by `keys`; the rest is removed.
    ///
    /// - Throws: INTERNAL when the folder cannot be made.
    func use(folder: String, keeping keys: Set<String>) throws(Status) {
        do throws(SystemError) {
            try FlatFolder.make(folder)
            for name in try FlatFolder.names(in: folder) where !keys.contains(name) {
                FlatFolder.remove("\(folder)/\(name)")
            }
        } catch {
            throw Status(.internal, "\(folder) cannot be used: \(error)")
        }
        place.withLock { $0 = .folder(folder) }
    }

    /// Forgets all bytes but those of `keys`.
    func keepOnly(_ keys: Set<String>) {
        place.withLock { place in
            switch place {
            case .memory(let all): place = .memory(all.filter { keys.contains($0.key) })
            case .folder(let folder):
                for name in (try? FlatFolder.names(in: folder)) ?? [] where !keys.contains(name) {
                    FlatFolder.remove("\(folder)/\(name)")
                }
            }
        }
    }

    /// Whether a text has the form of a key.
    static func isKey(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func write(_ bytes: [UInt8], _ folder: String, _ key: String) throws(Status) {
        do throws(SystemError) { try AppendFile.replace("\(folder)/\(key)", with: bytes) } catch {
            throw Status(.unavailable, "The bytes cannot be kept: \(error)")
        }
    }
}
