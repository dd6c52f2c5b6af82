import CloudCore
import RPCServer
import Synchronization

/// Takes in the body of an upload, up to the first thing that is wrong with it, and then answers.
final class UploadReceiver<Gatherer: UploadGatherer>: HTTPBodyReceiver {
    private struct State {
        var gatherer: Gatherer
        var failure: Status?
    }

    private let state: Mutex<State>

    init(_ gatherer: Gatherer) { state = Mutex(State(gatherer: gatherer)) }

    func receive(_ piece: UnsafeRawBufferPointer) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(Status) { try state.gatherer.take(piece) } catch { state.failure = error }
        }
    }

    func finish() -> HTTPResponse {
        state.withLock { state in
            do throws(Status) {
                if let failure = state.failure {
                    state.gatherer.abandon()
                    throw failure
                }
                return try state.gatherer.finish()
            } catch {
                return error.storageResponse
            }
        }
    }

    func cancel() { state.withLock { $0.gatherer.abandon() } }
}

/// An upload whose answer a fault may lose.
final class InterceptedUpload: HTTPBodyReceiver {
    private let base: any HTTPBodyReceiver
    private let met: InterceptedCall

    init(_ base: any HTTPBodyReceiver, _ met: InterceptedCall) { (self.base, self.met) = (base, met) }

    func receive(_ piece: UnsafeRawBufferPointer) { base.receive(piece) }

    func finish() -> HTTPResponse {
        let response = base.finish()
        do throws(Status) {
            try met.answer()
            return response
        } catch {
            return error.storageResponse
        }
    }

    func cancel() { base.cancel() }
}

/// What makes something of the body of an upload.
protocol UploadGatherer: Sendable {
    /// Takes in a piece.
    mutating func take(_ piece: UnsafeRawBufferPointer) throws(Status)
    /// Answers; all has been taken in.
    mutating func finish() throws(Status) -> HTTPResponse
    /// Nothing more comes.
    mutating func abandon()
}

extension UploadGatherer {
    mutating func abandon() {}
}

/// `uploadType=media`: the body is the object.
struct MediaUpload: UploadGatherer {
    let target: UploadTarget
    let insertion: ObjectInsertion
    let writer: ContentWriter

    mutating func take(_ piece: UnsafeRawBufferPointer) throws(Status) { try writer.append(piece) }

    mutating func finish() throws(Status) -> HTTPResponse {
        try target.insert(insertion, try writer.finish())
    }
}

/// `uploadType=multipart`: the first part is the object's metadata, the second the object.
struct MultipartUpload: UploadGatherer {
    let target: UploadTarget
    let writer: ContentWriter
    private var parser: MultipartParser
    private var partCount = 0
    private var metadata: [UInt8] = []
    private var contentType = ""
    /// Known once the first part is whole.
    private var insertion: ObjectInsertion?

    init(_ target: UploadTarget, contentType: String, writer: ContentWriter) throws(Status) {
        self.target = target
        self.writer = writer
        parser = try MultipartParser(contentType: contentType)
    }

    mutating func take(_ piece: UnsafeRawBufferPointer) throws(Status) {
        var events: [MultipartParser.Event] = []
        try parser.take(piece) { events.append($0) }
        for event in events { try take(event) }
    }

    private mutating func take(_ event: MultipartParser.Event) throws(Status) {
        switch event {
        case .part(let fields):
            partCount += 1
            if partCount == 2 { try begin(fields["content-type"] ?? "") }
        case .data(let bytes):
            guard partCount < 2 else {
                if partCount == 2 { try writer.append(bytes) }
                return
            }
            metadata += bytes
            guard metadata.count <= UploadTarget.maxMetadataBytes else { throw UploadTarget.metadataTooLarge }
        }
    }

    /// Checks before all bytes have come whether the object can be written.
    private mutating func begin(_ contentType: String) throws(Status) {
        insertion = try target.insertion(try StorageCall.json(metadata), contentType: contentType)
    }

    mutating func finish() throws(Status) -> HTTPResponse {
        guard parser.isDone, partCount == 2, let insertion else {
            throw Status.listed(
                .invalidArgument, "badContent",
                "A multipart upload has two parts, and ends with its boundary; \(partCount) came.")
        }
        return try target.insert(insertion, try writer.finish())
    }
}

/// `uploadType=resumable`: the body is the object's metadata; the object comes later.
struct StartedUpload: UploadGatherer {
    let target: UploadTarget
    private var metadata: [UInt8] = []

    init(_ target: UploadTarget) { self.target = target }

    mutating func take(_ piece: UnsafeRawBufferPointer) throws(Status) {
        metadata.append(contentsOf: piece)
        guard metadata.count <= UploadTarget.maxMetadataBytes else { throw UploadTarget.metadataTooLarge }
    }

    mutating func finish() throws(Status) -> HTTPResponse {
        try target.start(try StorageCall.json(metadata))
    }
}

/// A request that brings bytes of a resumable upload, or asks how many have come.
struct ResumedUpload: UploadGatherer {
    let target: UploadTarget
    let upload: ResumableUpload
    let range: ContentRange?
    private var window: UploadWindow?

    init(_ target: UploadTarget, _ upload: ResumableUpload, _ range: ContentRange?) throws(Status) {
        self.target = target
        self.upload = upload
        self.range = range
        let isQuestion = range.map { $0.bytes == nil } ?? false
        guard !isQuestion, upload.result == nil else { return }
        try upload.begin()
        do throws(Status) {
            window = try UploadWindow(range, size: upload.writer.size)
        } catch {
            upload.end()
            throw error
        }
    }

    mutating func take(_ piece: UnsafeRawBufferPointer) throws(Status) {
        guard let range = window?.take(piece.count), !range.isEmpty else { return }
        try upload.writer.append(UnsafeRawBufferPointer(rebasing: piece[range]))
    }

    mutating func finish() throws(Status) -> HTTPResponse {
        defer { abandon() }
        let size = upload.writer.size
        let isWhole = window?.isLast == true && (range?.total.map { $0 == size } ?? true)
        let isSaidToBeWhole = window == nil && range?.total == size
        if let result = upload.result { return try target.answer(result) }
        guard isWhole || isSaidToBeWhole else { return Self.incomplete(size) }
        return try target.complete(upload)
    }

    mutating func abandon() {
        if window != nil { upload.end() }
        window = nil
    }

    /// Tells how much has come.
    private static func incomplete(_ size: Int) -> HTTPResponse {
        HTTPResponse(status: 308, headers: size == 0 ? [] : [("range", "bytes=0-\(size - 1)")])
    }
}
