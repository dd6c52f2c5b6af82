import CloudCore
import Dispatch
import PubSubEmulator
import Synchronization

/// Signs for service accounts, with keys that no user ever sees: each account has one of Google's own, which is made when
/// it is first needed.
///
/// The private halves end with the process, and are in no state. The next one signs with keys of its own, while what was
/// signed before can still be verified, since the public halves are kept.
///
/// What takes the `openssl` command, which is some milliseconds and more, is done on a queue of its own, one thing after
/// the other. Virtual time that moves by itself stands still meanwhile.
final class AccountSigner: Sendable {
    private struct Made {
        let key: SigningKey
        let renewedAt: Instant
    }

    /// How long a key signs, and how long what it signed can be verified. Google says only that it is at least 12 hours
    /// longer; the list that hail-is/hail #4725 quotes shows keys of 16 days, a new one after 8.
    static let signingPeriod = Duration.seconds(8 * 86_400)
    static let validPeriod = Duration.seconds(16 * 86_400)

    private let plane: ControlPlaneHost
    private let timeline: any Timeline
    private let keys = Mutex<[String: Made]>([:])
    private let queue = DispatchQueue(label: "rehearsal.cloud.keys")

    init(plane: ControlPlaneHost, timeline: any Timeline) {
        self.plane = plane
        self.timeline = timeline
    }

    /// Does some work on the queue.
    func run(_ work: @escaping @Sendable () -> Void) {
        let activity = timeline.beginActivity(.working)
        queue.async {
            work()
            activity.end()
        }
    }

    /// The key that signs for an account at present; only on the queue, so that one is made. It blocks.
    func key(of account: IAMAdminV1.ServiceAccount) throws(Status) -> SigningKey {
        let now = timeline.now
        if let made = keys.withLock({ $0[account.uniqueID] }), now < made.renewedAt,
            plane.inspect({ $0.keys.has(made.key.id, of: account.uniqueID) })
        {
            return made.key
        }
        let key = try SigningKey(owner: account.uniqueID)
        var event = KeyAdded(key.published, .systemManaged, .google, to: account)
        event.validBefore = Timestamp(seconds: Timestamp(now + Self.validPeriod).seconds)
        try plane.perform(recording: event)
        keys.withLock { keys in
            keys = keys.filter { now < $0.value.renewedAt }
            keys[account.uniqueID] = Made(key: key, renewedAt: now + Self.signingPeriod)
        }
        return key
    }

    /// Removes the files of the keys, for a program that ends without releasing this.
    func discardKeys() {
        let made = keys.withLock { keys in
            defer { keys = [:] }
            return keys
        }
        // Their files are removed with them, not under the lock.
        withExtendedLifetime(made) {}
    }
}
