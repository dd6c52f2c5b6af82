import CloudCore
import RPCServer

extension CloudStorage {
    /// The answer to a call, errors included.
    func respond(to call: StorageCall) -> HTTPResponse {
        do throws(Status) {
            switch try serve(call) {
            case .empty: return HTTPResponse(status: 204)
            case .json(let json): return try Self.response(json, call.query)
            case .media(let found): return try Self.media(found, call)
            }
        } catch {
            return error.storageResponse
        }
    }

    /// A resource, or the part of it that was asked for.
    static func response(
        _ json: JSON, _ query: StorageQuery, status: Int = 200
    ) throws(Status) -> HTTPResponse {
        let part = try FieldSelector(query.string("fields"))?.select(from: json) ?? json
        return HTTPResponse(
            status: status, contentType: "application/json; charset=UTF-8",
            body: part.bytes(layout: query.prettyPrints ? .pretty : .compact) + [UInt8(ascii: "\n")])
    }

    /// The bytes of an object, or those that were asked for.
    private static func media(_ found: FoundObject, _ call: StorageCall) throws(Status) -> HTTPResponse {
        if let inflated = try transcoded(found, call) { return inflated }
        let (object, size) = (found.object, found.content.size)
        var response = HTTPResponse(
            status: 200, contentType: object.contentType, headers: object.mediaHeaders)
        var bytes = 0..<size
        if let range = call.header("range").flatMap(ByteRange.init) {
            guard let asked = range.bytes(of: size) else {
                var refusal = StorageFault.rangeNotSatisfiable.storageResponse
                refusal.headers.append(("content-range", "bytes */\(size)"))
                return refusal
            }
            bytes = asked
            response.status = 206
            response.headers.append(
                ("content-range", "bytes \(asked.lowerBound)-\(asked.upperBound - 1)/\(size)"))
        }
        if bytes.count <= BlobStore.standardMemoryBytes {
            response.body = try found.content.read(at: bytes.lowerBound, count: bytes.count)
        } else {
            response.source = ContentSource(found.content, bytes)
        }
        return response
    }
}

extension CloudStorage {
    /// The most bytes of an object that is decompressed for its reader, before and after.
    private static let maxTranscodedBytes = 64 << 20

    /// The decompressed bytes of an object that is stored as gzip, for a reader who does not take that; nil for any other.
    /// Ranges do not count then.
    ///
    /// Source: "Transcoding of gzip-compressed files" in the Cloud Storage documentation.
    private static func transcoded(
        _ found: FoundObject, _ call: StorageCall
    ) throws(Status) -> HTTPResponse? {
        var object = found.object
        let takesGzip = call.header("accept-encoding")?.lowercased().contains("gzip") == true
        guard object.contentEncoding == "gzip", !takesGzip, !object.cacheControl.contains("no-transform")
        else {
            return nil
        }
        guard found.content.size <= maxTranscodedBytes else {
            throw StorageFault.unsupported(
                "Decompressing an object of more than \(maxTranscodedBytes) bytes, without Accept-Encoding: gzip,"
            )
        }
        let stored = try found.content.bytes()
        let outcome = stored.withUnsafeBytes { stored in
            Result { () throws(Status) in try Gzip.decompress(stored, limit: maxTranscodedBytes) }
        }
        // What only says that it is gzip is sent as it is.
        guard case .success(let bytes) = outcome else { return nil }
        object.contentEncoding = ""
        var headers = object.mediaHeaders.filter {
            $0.name != "x-goog-stored-content-encoding" && $0.name != "accept-ranges"
        }
        headers.append(("x-goog-stored-content-encoding", "gzip"))
        headers.append(("warning", "214 UploadServer gunzipped"))
        return HTTPResponse(status: 200, contentType: object.contentType, headers: headers, body: bytes)
    }
}

/// Some of the bytes of an object, for an answer that is sent as the network takes it.
final class ContentSource: HTTPBodySource {
    private let content: ObjectContent
    private let range: Range<Int>

    init(_ content: ObjectContent, _ range: Range<Int>) {
        self.content = content
        self.range = range
    }

    var count: Int { range.count }

    func read(at offset: Int, count: Int) throws(Status) -> [UInt8] {
        try content.read(at: range.lowerBound + offset, count: min(count, range.count - offset))
    }
}

extension StorageV1.Object {
    /// The header fields that come with the object's bytes ("Response headers" of the XML API, which the JSON API sends as
    /// well).
    fileprivate var mediaHeaders: [(name: String, value: String)] {
        let hashes = ["crc32c=" + crc32c] + (md5Hash.isEmpty ? [] : ["md5=" + md5Hash])
        let fields = [
            ("etag", etag), ("x-goog-hash", hashes.joined(separator: ",")),
            ("x-goog-generation", String(generation)), ("x-goog-metageneration", String(metageneration)),
            ("x-goog-stored-content-encoding", contentEncoding.isEmpty ? "identity" : contentEncoding),
            ("x-goog-stored-content-length", String(size ?? 0)), ("x-goog-storage-class", storageClass),
            ("cache-control", cacheControl), ("content-disposition", contentDisposition),
            ("content-encoding", contentEncoding), ("content-language", contentLanguage),
            ("last-modified", updated?.httpDate ?? ""), ("accept-ranges", "bytes"),
        ]
        return fields.filter { !$0.1.isEmpty }.map { (name: $0.0, value: $0.1) }
    }
}

extension Timestamp {
    /// The time as HTTP has it (RFC 9110, section 5.6.7).
    fileprivate var httpDate: String {
        let time = CivilTime(secondsSinceEpoch: seconds)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][time.weekday]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(day), \(two(time.date.day)) \(months[time.date.month - 1]) \(time.date.year) "
            + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
    }
}
