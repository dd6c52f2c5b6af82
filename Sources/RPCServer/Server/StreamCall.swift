import CloudCore

/// One stream's call as the HTTP/2 front door sees it.
struct StreamCall {
    /// How far the call has come. What takes more than one reference is behind one, so that the phase of the most
    /// frequent kind of call is cheap to change.
    enum Phase {
        /// No call, or one that has been answered: what still arrives is thrown away.
        case none
        /// The one request message is arriving.
        case receiving(GRPCHead)
        /// The method has the request and will answer.
        case waiting(NetworkCall)
        /// Messages go both ways.
        indirect case streaming(NetworkCall, any ErasedRequestStream)
        /// A REST request's body is arriving.
        indirect case receivingREST(RESTRequest)
        /// A REST method has the request and will answer.
        indirect case waitingREST(NetworkCall, RESTRequest)
        /// A REST request's body is being taken in as it arrives.
        indirect case streamingREST(any HTTPBodyReceiver, RESTRequest)
        /// The body of a REST answer is being sent as the network takes it.
        indirect case sendingREST(HTTPBodyCursor)
    }

    private(set) var stream = HTTP2Stream(id: 0, slot: 0)
    var phase = Phase.none
    var reader = GRPCMessageReader()
    /// What has arrived of a REST request's body.
    var body: [UInt8] = []
    /// Whether the caller announced that messages may be compressed.
    var isGzip = false
    /// Whether response headers have been sent, so that the end is trailers.
    var hasSentHeaders = false
    /// When the caller gives up, in monotonic nanoseconds.
    var deadline = Int64.max

    /// The call that is still to be answered.
    var pending: NetworkCall? {
        switch phase {
        case .waiting(let call), .streaming(let call, _), .waitingREST(let call, _): call
        case .none, .receiving, .receivingREST, .streamingREST, .sendingREST: nil
        }
    }

    /// Makes the slot that of a new stream.
    mutating func begin(_ stream: HTTP2Stream) {
        self.stream = stream
        phase = .none
        reader.removeAll()
        if !body.isEmpty { body = [] }
        isGzip = false
        hasSentHeaders = false
        deadline = .max
    }

    /// Forgets the call, and what had been gathered for it.
    mutating func end() {
        phase = .none
        reader.removeAll()
        if !body.isEmpty { body = [] }
    }
}
