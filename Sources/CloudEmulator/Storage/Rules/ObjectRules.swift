import CloudCore

/// What names and metadata of objects must be.
///
/// Sources: "Object name requirements" and "Object metadata" in the Cloud Storage documentation; the discovery document.
enum ObjectRules {
    /// The most bytes of all custom metadata of an object together.
    static let maxMetadataBytes = 8 * 1_024
    /// The longest name, in bytes.
    static let maxNameBytes = 1_024
    /// What an object is said to contain when nobody has said it.
    static let standardContentType = "application/octet-stream"

    /// Checks a name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func checkName(_ name: String) throws(Status) {
        guard !name.isEmpty else { throw StorageFault.required("Required") }
        let isGood =
            name.utf8.count <= maxNameBytes && name != "." && name != ".."
            && !name.hasPrefix(".well-known/acme-challenge/")
            && !name.utf8.contains { $0 == 0x0a || $0 == 0x0d }
        guard isGood else {
            throw StorageFault.invalid(
                "Invalid object name \"\(name.prefix(100))\": at most \(maxNameBytes) bytes, without line breaks, and "
                    + "not one of \".\", \"..\" and what begins with \".well-known/acme-challenge/\".")
        }
    }

    /// The metadata of a body.
    ///
    /// - Throws: INVALID_ARGUMENT, or UNIMPLEMENTED naming the field.
    static func object(from json: JSON) throws(Status) -> StorageV1.Object {
        let stripped = try UnsupportedFields.strip(
            json, UnsupportedFields.object, output: UnsupportedFields.objectOutput)
        let object = try ProtoJSONDecoder.decode(StorageV1.Object.self, from: stripped)
        let size = object.metadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard size <= maxMetadataBytes else {
            throw StorageFault.invalid("metadata has \(size) bytes; at most \(maxMetadataBytes) are allowed.")
        }
        for text in [
            object.contentType, object.cacheControl, object.contentDisposition, object.contentEncoding,
            object.contentLanguage,
        ] where text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) {
            throw StorageFault.invalid(
                "\"\(text.prefix(100))\" has control characters, which no header may have.")
        }
        return object
    }

    /// Checks the bytes of an object against the checksums that came with it.
    ///
    /// - Throws: INVALID_ARGUMENT.
    static func verify(_ content: StoredContent, md5Hash: String, crc32c: String) throws(Status) {
        if !md5Hash.isEmpty, md5Hash != content.md5Hash {
            throw StorageFault.invalid(
                "Provided MD5 hash \"\(md5Hash.prefix(100))\" doesn't match calculated MD5 hash "
                    + "\"\(content.md5Hash)\".")
        }
        if !crc32c.isEmpty, crc32c != content.crc32c {
            throw StorageFault.invalid(
                "Provided CRC32C \"\(crc32c.prefix(100))\" doesn't match calculated CRC32C "
                    + "\"\(content.crc32c)\".")
        }
    }
}

extension StorageV1.Object {
    /// Takes over what a user may say of an object.
    mutating func describe(as other: StorageV1.Object) {
        contentType = other.contentType
        cacheControl = other.cacheControl
        contentDisposition = other.contentDisposition
        contentEncoding = other.contentEncoding
        contentLanguage = other.contentLanguage
        metadata = other.metadata
        customTime = other.customTime
    }
}
