import CloudCore

/// How many messages may be with a push endpoint at once, and when it is left alone for a while.
///
/// "Push subscriptions" in the Pub/Sub documentation: the window starts at 3 for each region, grows exponentially
/// while messages are acknowledged, shrinks with failures, and reaches 3,000 before it grows linearly only; after
/// too many failures nothing is sent for 100 ms to 60 s, growing exponentially. What is not documented is chosen
/// here: a success adds 1 to the window, which doubles it in each round trip; a failure halves it; it ends at
/// 3,000, because an emulator has one endpoint on a near machine. A pause doubles with each failure of a request
/// that was sent after the last pause, and a success forgets it.
struct PushPacer {
    static let firstWindow = 3
    static let lastWindow = 3_000
    static let firstPause = Duration.milliseconds(100)
    static let lastPause = Duration.seconds(60)

    /// Messages that may be outstanding.
    private(set) var window = firstWindow
    /// When sending goes on; in the past unless there is a pause.
    private(set) var resumesAt = Instant(nanoseconds: .min)
    private var failuresInARow = 0

    /// Messages that may be outstanding now: none in a pause.
    func limit(at now: Instant) -> Int { now < resumesAt ? 0 : window }

    /// The endpoint has taken a message.
    mutating func succeeded() {
        failuresInARow = 0
        window = min(window + 1, Self.lastWindow)
    }

    /// The endpoint has not taken a message that was sent at that time.
    mutating func failed(sentAt: Instant, at now: Instant) {
        window = max(window / 2, Self.firstWindow)
        // What was under way when the pause began tells nothing new.
        guard sentAt >= resumesAt else { return }
        let doublings = min(failuresInARow, 20)
        failuresInARow += 1
        resumesAt = now + min(Self.firstPause * (1 << doublings), Self.lastPause)
    }
}
