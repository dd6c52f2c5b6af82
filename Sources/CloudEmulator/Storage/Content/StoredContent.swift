import CloudCore

/// The bytes of an object as the control plane knows them: where they are, and what they amount to.
struct StoredContent: Message {
    /// What `BlobStore` has them under.
    var key = ""
    /// How many there are.
    var size: Int64 = 0
    /// Their CRC-32C as the API has it.
    var crc32c = ""
    /// Their MD5 digest as the API has it; empty for what was composed, as of composite objects of the service.
    var md5Hash = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "key", &key)
        visitor.field(2, "size", &size)
        visitor.field(3, "crc32c", &crc32c)
        visitor.field(4, "md5Hash", &md5Hash)
    }

    /// Refuses what no upload leaves behind.
    ///
    /// - Throws: INVALID_ARGUMENT.
    func check() throws(Status) {
        guard BlobStore.isKey(key), size >= 0 else {
            throw Status(.invalidArgument, "content: \"\(key.prefix(100))\" of \(size) bytes are no bytes.")
        }
    }

    /// Refuses bytes that are not these.
    ///
    /// - Throws: INVALID_ARGUMENT naming the key.
    func check(_ bytes: [UInt8]) throws(Status) {
        guard bytes.count == size, CRC32C.checksum(bytes).storageText == crc32c else {
            throw Status(.invalidArgument, "blobs.\(key) are not the bytes that a write names.")
        }
    }
}

/// Bytes that have come, with what the control plane is to know of them. They go again unless a write names them.
struct WrittenContent: Sendable {
    let bytes: ObjectContent
    let stored: StoredContent
}

extension UInt32 {
    /// A CRC-32C as the API has it: big-endian, in base64.
    var storageText: String { Base64.encode(withUnsafeBytes(of: bigEndian) { Array($0) }) }
}
