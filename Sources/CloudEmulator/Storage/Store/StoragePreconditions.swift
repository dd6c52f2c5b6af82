import CloudCore

/// The conditions of a request on the version that it is about.
///
/// Source: "Request preconditions" in the Cloud Storage documentation.
struct StoragePreconditions: Message {
    var generationMatch: Int64?
    var generationNotMatch: Int64?
    var metagenerationMatch: Int64?
    var metagenerationNotMatch: Int64?
    /// The values of `If-Match` and `If-None-Match`; empty for none, `*` for any.
    var etagMatch: [String] = []
    var etagNotMatch: [String] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "generationMatch", &generationMatch)
        visitor.field(2, "generationNotMatch", &generationNotMatch)
        visitor.field(3, "metagenerationMatch", &metagenerationMatch)
        visitor.field(4, "metagenerationNotMatch", &metagenerationNotMatch)
        visitor.field(5, "etagMatch", &etagMatch)
        visitor.field(6, "etagNotMatch", &etagNotMatch)
    }

    /// Checks an object, which may not be there: its generation is 0 then.
    ///
    /// - Throws: FAILED_PRECONDITION, or for a read whose reader has it already `StorageFault.notModified`.
    func check(_ object: StorageV1.Object?, isRead: Bool = false) throws(Status) {
        try check(
            generation: object?.generation ?? 0, metageneration: object?.metageneration ?? 0,
            etag: object?.etag, isRead)
    }

    /// Checks a bucket.
    ///
    /// - Throws: as above.
    func check(_ bucket: StorageV1.Bucket, isRead: Bool = false) throws(Status) {
        try check(
            generation: bucket.generation, metageneration: bucket.metageneration, etag: bucket.etag, isRead)
    }

    private func check(
        generation: Int64, metageneration: Int64, etag: String?, _ isRead: Bool
    ) throws(Status) {
        let holds =
            (generationMatch.map { $0 == generation } ?? true)
            && (metagenerationMatch.map { $0 == metageneration } ?? true)
            && (etagMatch.isEmpty || matches(etagMatch, etag))
        guard holds else { throw StorageFault.conditionNotMet }
        let isOther =
            (generationNotMatch.map { $0 != generation } ?? true)
            && (metagenerationNotMatch.map { $0 != metageneration } ?? true)
            && (etagNotMatch.isEmpty || !matches(etagNotMatch, etag))
        guard isOther else { throw isRead ? StorageFault.notModified : StorageFault.conditionNotMet }
    }

    private func matches(_ etags: [String], _ etag: String?) -> Bool {
        guard let etag else { return false }
        return etags.contains { $0 == "*" || $0 == etag || $0 == "\"\(etag)\"" }
    }
}
