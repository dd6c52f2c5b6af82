import CloudCore
import RPCServer

extension CloudStorage {
    /// What takes in the body of a request to `/upload/storage/v1/b/{bucket}/o`.
    func openUpload(_ request: HTTPRequestView) -> any HTTPBodyReceiver {
        do throws(Status) {
            let call = try call(for: request, path: "")
            let bucket = request.parameters["bucket"] ?? ""
            let met = meet("storage.objects.insert", bucket, call.query.string("name"), by: call.caller)
            try met?.admit()
            let receiver = try openedUpload(request, call)
            return met.map { InterceptedUpload(receiver, $0) } ?? receiver
        } catch {
            return RefusedBody(error.storageResponse)
        }
    }

    private func openedUpload(
        _ request: HTTPRequestView, _ call: StorageCall
    ) throws(Status) -> any HTTPBodyReceiver {
        try call.checkHeaders()
        if let encoding = request.header("content-encoding"), !encoding.isEmpty, encoding != "identity" {
            throw StorageFault.unsupported(
                "The header field Content-Encoding (\(encoding.prefix(100))) of an upload")
        }
        try call.query.check(allowed: UploadTarget.parameters, unsupported: UploadTarget.unsupported)
        let target = UploadTarget(
            storage: self, query: call.query, bucket: request.parameters["bucket"] ?? "", caller: call.caller,
            base: call.base, path: request.path, announcedType: call.header("x-upload-content-type") ?? "",
            announcedSize: call.header("x-upload-content-length").flatMap { ByteRange.number($0) },
            hashes: call.header("x-goog-hash") ?? "")
        if !call.query.string("upload_id").isEmpty { return try resumed(target, call) }
        let contentType = call.header("content-type") ?? ""
        guard request.method == "POST" else {
            throw StorageFault.required("Required parameter: upload_id")
        }
        switch call.query.string("uploadType") {
        case "media":
            let insertion = try target.insertion(.object(JSONObject()), contentType: contentType)
            return UploadReceiver(
                MediaUpload(target: target, insertion: insertion, writer: ContentWriter(blobs)))
        case "multipart":
            return UploadReceiver(
                try MultipartUpload(target, contentType: contentType, writer: ContentWriter(blobs)))
        case "resumable": return UploadReceiver(StartedUpload(target))
        case let other:
            throw StorageFault.invalid(
                "uploadType is \"\(other.prefix(100))\"; expected media, multipart or resumable.")
        }
    }

    private func resumed(_ target: UploadTarget, _ call: StorageCall) throws(Status) -> any HTTPBodyReceiver {
        let upload = try uploads.upload(call.query.string("upload_id"), at: timeline.now)
        guard upload.insertion.bucket == target.bucket else { throw StorageFault.noBucket }
        if call.method == "DELETE" {
            uploads.remove(upload.id)
            return RefusedBody(HTTPResponse(status: 499))
        }
        let range: ContentRange?
        if let text = call.header("content-range") { range = try ContentRange(text) } else { range = nil }
        return UploadReceiver(try ResumedUpload(target, upload, range))
    }

    /// A request as a call of the JSON API.
    ///
    /// - Parameter path: what stands behind `/storage/v1/`, as it was sent.
    func call(for request: HTTPRequestView, path: Substring) throws(Status) -> StorageCall {
        let token = try request.queryValues("access_token").last.map { "Bearer \($0)" }
        let context = CallContext(
            authorization: request.header("authorization") ?? token, localPort: request.localPort)
        // The service's own names are only reached through a proxy.
        return try StorageCall(
            method: request.method, path: path, query: request.query, caller: plane.caller(context),
            base: "http://\(request.authority)", body: [UInt8](request.body), headers: request.header)
    }
}
