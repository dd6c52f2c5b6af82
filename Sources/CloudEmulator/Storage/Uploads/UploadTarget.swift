import CloudCore
import RPCServer

/// Where the body of an upload goes: the request that brings it, and the storage that it is for.
struct UploadTarget: Sendable {
    /// The most bytes of an object's metadata as JSON.
    static let maxMetadataBytes = 256 * 1_024
    static let metadataTooLarge = StorageFault.invalid(
        "The metadata is larger than \(maxMetadataBytes) bytes.")

    let storage: CloudStorage
    let query: StorageQuery
    let bucket: String
    let caller: Caller
    /// The address that the caller reached, without the path, and the path of the upload.
    let base: String
    let path: String
    /// What `X-Upload-Content-Type`, `X-Upload-Content-Length` and `X-Goog-Hash` say.
    let announcedType: String
    let announcedSize: Int?
    let hashes: String

    /// The parameters of `objects.insert`.
    static let parameters = StorageQuery.preconditionNames.union([
        "name", "contentEncoding", "uploadType", "upload_id", "projection",
    ])
    static let unsupported: Set = ["predefinedAcl", "kmsKeyName"]

    /// What is to be written, by the metadata that came with it, if it could be at present.
    ///
    /// - Throws: as `ControlPlane.checkInsertion`.
    func insertion(_ metadata: JSON, contentType: String) throws(Status) -> ObjectInsertion {
        var object = try ObjectRules.object(from: metadata)
        if object.contentType.isEmpty { object.contentType = contentType }
        let encoding = query.string("contentEncoding")
        if !encoding.isEmpty { object.contentEncoding = encoding }
        takeHashes(into: &object)
        let name = query.string("name")
        let insertion = ObjectInsertion(
            bucket: bucket, name: name.isEmpty ? object.name : name, object: object,
            preconditions: try query.preconditions())
        try storage.ask { (plane, now) throws(Status) in
            try plane.checkInsertion(insertion, by: caller, at: now)
        }
        return insertion
    }

    /// Takes the checksums of `X-Goog-Hash`, which are about the bytes as those of the metadata are.
    private func takeHashes(into object: inout StorageV1.Object) {
        for part in hashes.split(separator: ",") {
            let text = part.drop { $0 == " " }
            if text.hasPrefix("crc32c=") { object.crc32c = String(text.dropFirst("crc32c=".count)) }
            if text.hasPrefix("md5=") { object.md5Hash = String(text.dropFirst("md5=".count)) }
        }
    }

    /// Writes the object, and answers with it.
    func insert(_ insertion: ObjectInsertion, _ content: WrittenContent) throws(Status) -> HTTPResponse {
        try answer(try storage.write(insertion, content, by: caller))
    }

    /// The answer that has an object.
    func answer(_ object: StorageV1.Object) throws(Status) -> HTTPResponse {
        let call = try StorageCall(
            method: "POST", path: "", query: "", caller: caller, base: base, body: []
        ) { _ in nil }
        return try CloudStorage.response(call.shown(object).protoJSON, query)
    }

    // MARK: Resumable uploads

    /// Begins an upload, and answers where its bytes go.
    func start(_ metadata: JSON) throws(Status) -> HTTPResponse {
        let insertion = try insertion(metadata, contentType: announcedType)
        let now = storage.timeline.now
        let upload = ResumableUpload(
            insertion, by: caller, at: now, announcedSize: announcedSize,
            writer: ContentWriter(storage.blobs))
        storage.uploads.add(upload, at: now)
        let location =
            "\(base)\(path)?uploadType=resumable&name=\(PercentCoding.encode(insertion.name))&upload_id=\(upload.id)"
        return HTTPResponse(
            status: 200, contentType: "text/plain; charset=utf-8",
            headers: [("location", location), ("x-guploader-uploadid", upload.id)])
    }

    /// Writes the object whose last bytes have come.
    func complete(_ upload: ResumableUpload) throws(Status) -> HTTPResponse {
        var insertion = upload.insertion
        takeHashes(into: &insertion.object)
        let size = upload.writer.size
        guard upload.announcedSize.map({ $0 == size }) ?? true else {
            storage.uploads.remove(upload.id)
            throw StorageFault.invalid(
                "\(size) bytes came, but X-Upload-Content-Length said \(upload.announcedSize ?? 0).")
        }
        do throws(Status) {
            let content = try upload.writer.finish()
            let object = try storage.write(insertion, content, by: upload.caller)
            upload.finish(object)
            return try answer(object)
        } catch {
            storage.uploads.remove(upload.id)
            throw error
        }
    }
}
