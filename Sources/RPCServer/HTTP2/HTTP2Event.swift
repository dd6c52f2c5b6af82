/// A live stream: its identifier, and a small dense index that is reused once the stream is closed, so that
/// the layer above keeps a parallel array. A stream that is gone no longer matches its slot's identifier, and
/// everything sent on it is dropped.
struct HTTP2Stream: Hashable {
    let id: UInt32
    let slot: Int
}

/// What happened on a connection. Once the layer above has ended a response, or reset a stream, no more events
/// follow for that stream.
enum HTTP2Event: Equatable {
    /// The rest of the input is an incomplete frame: keep it, and call again with more appended.
    case needMoreInput
    /// A request's headers have arrived and are in `request` until the next call.
    case request(HTTP2Stream, endStream: Bool)
    /// Bytes of a request's body, within the input. Report them with `consumed` unless the stream ends.
    case data(HTTP2Stream, Range<Int>, endStream: Bool)
    /// A request ended with trailers, which are in `trailers` until the next call.
    case trailers(HTTP2Stream)
    /// A stream is gone before both its sides ended: cancel the call if it is still running.
    case reset(HTTP2Stream, HTTP2ErrorCode)
    /// All queued bytes of a stream have gone to `output`: the call may send more.
    case drained(HTTP2Stream)
    /// The connection is over, and with it all its streams, of which nothing more is said: write what `output`
    /// holds, which ends with GOAWAY, and close.
    case closed(HTTP2ErrorCode)
}
