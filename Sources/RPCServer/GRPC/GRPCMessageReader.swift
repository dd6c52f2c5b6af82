import CloudCore

/// Takes length-prefixed gRPC messages out of the DATA of one stream: in place where a message lies whole in
/// what has just arrived, from gathered pieces otherwise.
///
/// Source: grpc `doc/PROTOCOL-HTTP2.md`, "Length-Prefixed-Message".
struct GRPCMessageReader {
    /// Flag byte and length.
    static let prefixBytes = 5

    /// What is done with a message: its bytes as sent, and whether they are compressed.
    typealias Body = (_ message: UnsafeRawBufferPointer, _ isCompressed: Bool) throws(Status) -> Void

    /// For longer messages memory is set aside as they arrive, for they may never.
    private static let maxReserved = 1 << 20

    private var gathered: [UInt8] = []

    /// Whether nothing has been gathered.
    var isEmpty: Bool { gathered.isEmpty }

    mutating func removeAll() { if !gathered.isEmpty { gathered = [] } }

    /// Gathers a piece of a request that is served once it is complete.
    ///
    /// - Throws: RESOURCE_EXHAUSTED for a message over `limit`, INTERNAL for an undefined flag.
    mutating func gather(_ piece: UnsafeRawBufferPointer, limit: Int) throws(Status) {
        if gathered.isEmpty, let length = Self.length(piece, from: 0) {
            gathered.reserveCapacity(min(Self.prefixBytes + length, Self.maxReserved))
        }
        gathered.append(contentsOf: piece)
        _ = try gathered.withStatus { (bytes) throws(Status) in
            try Self.messageEnd(bytes, from: 0, limit: limit)
        }
        guard gathered.count <= limit + Self.prefixBytes else { throw Self.tooLarge(gathered.count, limit) }
    }

    /// Calls `body` with the one message of a request that ends with `piece`.
    ///
    /// - Throws: INTERNAL unless there is exactly one whole message, or as `gather`, or what `body` throws.
    mutating func readOnly(_ piece: UnsafeRawBufferPointer, limit: Int, _ body: Body) throws(Status) {
        if gathered.isEmpty { return try Self.readOnly(piece, limit: limit, body) }
        var bytes: [UInt8] = []
        swap(&bytes, &gathered)
        bytes.append(contentsOf: piece)
        try bytes.withStatus { (bytes) throws(Status) in try Self.readOnly(bytes, limit: limit, body) }
    }

    private static func readOnly(_ bytes: UnsafeRawBufferPointer, limit: Int, _ body: Body) throws(Status) {
        let (message, isCompressed) = try onlyMessage(in: bytes, limit: limit)
        try body(message, isCompressed)
    }

    /// The one message of a request that has arrived whole, as it was sent, and whether it is compressed.
    ///
    /// - Throws: as `readOnly`.
    static func onlyMessage(
        in bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(Status) -> (message: UnsafeRawBufferPointer, isCompressed: Bool) {
        guard let end = try messageEnd(bytes, from: 0, limit: limit) else {
            throw Status(.internal, "The request ended before its message was complete.")
        }
        guard end == bytes.count else {
            throw Status(
                .internal, "A unary request carries one message; \(bytes.count - end) bytes follow it.")
        }
        return (UnsafeRawBufferPointer(rebasing: bytes[prefixBytes..<end]), bytes[0] == 1)
    }

    /// Calls `body` with each message that `piece` completes.
    ///
    /// - Throws: as `gather`, or what `body` throws; the stream cannot go on then.
    mutating func readAll(_ piece: UnsafeRawBufferPointer, limit: Int, _ body: Body) throws(Status) {
        if gathered.isEmpty {
            let consumed = try Self.readAll(piece, limit: limit, body)
            if consumed < piece.count { gathered = [UInt8](piece[consumed...]) }
            return
        }
        var bytes: [UInt8] = []
        swap(&bytes, &gathered)
        bytes.append(contentsOf: piece)
        let consumed = try bytes.withStatus { (bytes) throws(Status) in
            try Self.readAll(bytes, limit: limit, body)
        }
        bytes.removeFirst(consumed)
        swap(&bytes, &gathered)
    }

    private static func readAll(
        _ bytes: UnsafeRawBufferPointer, limit: Int, _ body: Body
    ) throws(Status) -> Int {
        var offset = 0
        while let end = try messageEnd(bytes, from: offset, limit: limit) {
            try body(
                UnsafeRawBufferPointer(rebasing: bytes[(offset + prefixBytes)..<end]), bytes[offset] == 1)
            offset = end
        }
        return offset
    }

    /// Where the message that begins at `start` ends; nil when it is not complete.
    private static func messageEnd(
        _ bytes: UnsafeRawBufferPointer, from start: Int, limit: Int
    ) throws(Status) -> Int? {
        guard let length = length(bytes, from: start) else { return nil }
        guard bytes[start] <= 1 else {
            throw Status(.internal, "Invalid gRPC message flag \(bytes[start]); 0 and 1 are defined.")
        }
        guard length <= limit else { throw tooLarge(length, limit) }
        let end = start + prefixBytes + length
        return end <= bytes.count ? end : nil
    }

    /// The length of the message that begins at `start`; nil while its prefix is not complete.
    private static func length(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard bytes.count - start >= prefixBytes else { return nil }
        return Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 1, as: UInt32.self)))
    }

    private static func tooLarge(_ length: Int, _ limit: Int) -> Status {
        Status(.resourceExhausted, "Received message larger than max (\(length) vs. \(limit)).")
    }
}

extension Array where Element == UInt8 {
    /// `withUnsafeBytes` for a body that throws a `Status` (the standard one forgets the error's type).
    func withStatus<R>(_ body: (UnsafeRawBufferPointer) throws(Status) -> R) throws(Status) -> R {
        try withUnsafeBytes { bytes -> Result<R, Status> in
            do throws(Status) { return .success(try body(bytes)) } catch { return .failure(error) }
        }.get()
    }
}
