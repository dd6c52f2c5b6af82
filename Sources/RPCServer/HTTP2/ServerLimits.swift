/// What one server accepts from outside: a bound for every length, count, queue, rate and wait.
///
/// The defaults suit a local emulator: generous to an eager client library, and enough to keep the memory and
/// the time that a broken or hostile peer can cost bounded. The answer to each excess is named with the limit.
public struct ServerLimits: Sendable, Equatable {
    /// Makes the default limits.
    public init() {}

    // MARK: Connections

    /// The most connections at a time; one more is closed at once.
    public var maxConnections = 1024
    /// The most concurrent streams of an HTTP/2 connection (SETTINGS_MAX_CONCURRENT_STREAMS); one more is
    /// reset with REFUSED_STREAM, which tells a client that it may try again.
    public var maxConcurrentStreams = 1000

    // MARK: Sizes

    /// The most bytes of a request's header list, counted as in RFC 7541, section 4.1, and announced as
    /// SETTINGS_MAX_HEADER_LIST_SIZE; more is answered with HTTP status 431. gRPC metadata is sent in
    /// headers, and 64 KiB is several times what the usual clients accept.
    public var maxHeaderListBytes = 64 * 1024
    /// The most bytes of a header block as sent; more ends the connection with ENHANCE_YOUR_CALM. Up to
    /// here a header list that is too large is still decoded, to keep the compression state.
    public var maxHeaderBlockBytes = 128 * 1024
    /// The most CONTINUATION frames of a header block; more end the connection with ENHANCE_YOUR_CALM
    /// (CVE-2024-27316).
    public var maxContinuationFrames = 32
    /// The largest frame payload accepted (SETTINGS_MAX_FRAME_SIZE), from 16,384 to 16,777,215 bytes; more
    /// is a FRAME_SIZE_ERROR. A frame is read whole before it is parsed, so this is also the read buffer of
    /// a connection: 256 KiB lets a usual batched publish arrive in one frame, to be decoded in place.
    public var maxFrameBytes = 256 * 1024
    /// The request bytes of a stream that may be on their way or waiting to be consumed
    /// (SETTINGS_INITIAL_WINDOW_SIZE); more is a FLOW_CONTROL_ERROR.
    public var initialStreamWindowBytes = 1024 * 1024
    /// The same for all streams of a connection together, at least 65,535: it bounds the memory that
    /// unconsumed requests take.
    public var connectionWindowBytes = 4 * 1024 * 1024
    /// The largest request message or body; more is RESOURCE_EXHAUSTED or HTTP status 413. Pub/Sub allows
    /// requests of 10 MB; the rest is for JSON and base64.
    public var maxMessageBytes = 16 * 1024 * 1024
    /// The most response bytes of a connection that wait for the peer, in windows and socket together; the
    /// stream that would exceed it is reset with ENHANCE_YOUR_CALM (CVE-2019-9511, CVE-2019-9517).
    public var maxQueuedOutputBytes = 64 * 1024 * 1024

    // MARK: Rates, for HTTP/2; exceeding one ends the connection with ENHANCE_YOUR_CALM

    /// Streams reset by the client, and streams refused for the client's own errors (CVE-2023-44487).
    /// A stream that ends as it should makes up for one that was reset.
    public var resetRate = Rate(perSecond: 100, burst: 1000)
    /// SETTINGS frames (CVE-2019-9515).
    public var settingsRate = Rate(perSecond: 10, burst: 100)
    /// PING frames (CVE-2019-9512). Clients measure bandwidth with them, once a round trip.
    public var pingRate = Rate(perSecond: 10_000, burst: 10_000)
    /// WINDOW_UPDATE frames. Each DATA frame sent to the client allows ten more.
    public var windowUpdateRate = Rate(perSecond: 10_000, burst: 10_000)
    /// DATA frames that carry neither bytes nor the end of a stream (CVE-2019-9518).
    public var emptyDataRate = Rate(perSecond: 100, burst: 1000)
    /// Frames that mean nothing here: PRIORITY, GOAWAY, unknown types, and frames of closed streams.
    public var otherFrameRate = Rate(perSecond: 1000, burst: 5000)

    /// An average rate and how far it may be run ahead of.
    public struct Rate: Sendable, Equatable {
        /// How many a second in the long run.
        public var perSecond: Int
        /// How many at once.
        public var burst: Int

        /// Makes a rate.
        public init(perSecond: Int, burst: Int) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }

    // MARK: Waits

    /// How long a connection may be open without a request.
    public var idleConnectionTimeout = Duration.seconds(600)
    /// How long a request's headers, or an HTTP/2 connection's first SETTINGS, may take to arrive.
    public var headerTimeout = Duration.seconds(20)
    /// How long a request's body may take from its headers to its end; streaming calls are exempt.
    public var requestTimeout = Duration.seconds(60)
    /// How long response bytes may wait for a flow-control window without any progress.
    public var windowStallTimeout = Duration.seconds(300)
    /// How long the client may take to acknowledge SETTINGS (error SETTINGS_TIMEOUT).
    public var settingsAckTimeout = Duration.seconds(20)
    /// How long a connection with open streams may be silent before it is asked for a sign of life.
    public var keepaliveInterval = Duration.seconds(600)
    /// How long that sign of life may take.
    public var keepaliveTimeout = Duration.seconds(60)
    /// How long open calls may go on after a graceful shutdown began.
    public var drainTimeout = Duration.seconds(1)
}
