import CloudCore

/// The body of an answer that is fetched piece by piece, as the network takes it.
public protocol HTTPBodySource: AnyObject, Sendable {
    /// How many bytes there are.
    var count: Int { get }

    /// A piece of the body: `count` bytes from `offset` on, which are there. Called on the event loop.
    ///
    /// - Throws: a status when it cannot be had; the answer then breaks off.
    func read(at offset: Int, count: Int) throws(Status) -> [UInt8]
}

/// How far a body has been sent.
struct HTTPBodyCursor: Sendable {
    private let source: any HTTPBodySource
    private var offset = 0

    /// How much is fetched at once.
    private static let pieceBytes = 256 * 1024

    init(_ source: any HTTPBodySource) { self.source = source }

    /// Whether all of it has been fetched.
    var isAtEnd: Bool { offset == source.count }

    /// The next piece; nil when it cannot be had.
    mutating func next() -> [UInt8]? {
        let count = min(Self.pieceBytes, source.count - offset)
        guard let piece = try? source.read(at: offset, count: count), piece.count == count else { return nil }
        offset += count
        return piece
    }
}
