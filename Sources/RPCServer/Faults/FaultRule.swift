import CloudCore

/// What goes wrong, and for which calls.
public struct FaultRule: Sendable, Equatable {
    /// Of the calls that a rule's patterns match, those that it strikes.
    public enum Occurrence: Sendable, Equatable {
        case always
        /// Only that one, counted from 1.
        case nth(Int)
        /// That one, twice that one, and so on.
        case every(Int)
        /// So many from the start.
        case first(Int)

        func includes(_ number: Int) -> Bool {
            switch self {
            case .always: true
            case .nth(let wanted): number == wanted
            case .every(let step): number % max(step, 1) == 0
            case .first(let count): number <= count
            }
        }
    }

    /// What the rule is called by people; it need not be unique.
    public var name = ""
    /// The method: `google.pubsub.v1.Publisher/Publish`, or its last part alone.
    public var method = Glob("*")
    /// The resource that the request names, for example `projects/p/topics/t`.
    public var resource = Glob("*")
    /// Who calls: the email of an ID token, or else the bearer token itself; empty for nobody.
    public var principal = Glob("*")
    /// Which of the calls that match are struck.
    public var occurrence = Occurrence.always
    /// The chance that such a call is struck, 0 to 1.
    public var probability = 1.0
    /// How much later the call is served; on a stream, how much later each of its answers leaves.
    public var latency = Duration.zero
    /// The most that is added to the latency, by chance.
    public var jitter = Duration.zero
    /// What goes wrong beside the latency.
    public var effect: FaultEffect?

    /// Makes a rule that matches everything.
    public init(_ effect: FaultEffect? = nil, method: String = "*", resource: String = "*") {
        self.effect = effect
        self.method = Glob(method)
        self.resource = Glob(resource)
    }

    /// Whether the patterns match a call to which the effect can be done.
    func concerns(_ call: FaultCall) -> Bool {
        guard canStrike(call.traits) else { return false }
        let last = call.method.split(separator: "/").last.map(String.init) ?? call.method
        return (method.matches(call.method) || method.matches(last)) && resource.matches(call.resource)
            && principal.matches(call.principal)
    }

    private func canStrike(_ traits: FaultCall.Traits) -> Bool {
        switch effect {
        case nil: traits.contains(.canWait)
        case .duplicate, .reorder: traits.contains(.hasBatch)
        case .cut: traits.contains(.isStream)
        case .error, .dropRequest, .dropResponse: true
        }
    }
}

/// What goes wrong with a call.
public enum FaultEffect: Sendable, Equatable {
    /// The call fails, and nothing is done.
    case error(Status)
    /// The request is lost: nothing is done, and there is never an answer.
    case dropRequest
    /// The answers are lost: the work is done, and there is never an answer.
    case dropResponse
    /// Each message of a batch comes twice.
    case duplicate
    /// The messages of a batch come in another order.
    case reorder
    /// The stream fails after so many messages have come; what else was on its way is lost.
    case cut(afterMessages: Int, Status)
}

/// A call, as far as fault rules look at it.
public struct FaultCall: Sendable {
    /// What can be done to a call.
    public struct Traits: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int

        /// Makes a set of its bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Its caller can wait for an answer.
        public static let canWait = Traits(rawValue: 1)
        /// It answers with batches of messages.
        public static let hasBatch = Traits(rawValue: 2)
        /// It is a stream.
        public static let isStream = Traits(rawValue: 4)
    }

    /// The method, for example `google.pubsub.v1.Publisher/Publish`.
    public var method: String
    /// The resource that the request names; empty when it names none.
    public var resource: String
    /// Who calls; empty when that is not known.
    public var principal: String
    /// What can be done to it.
    public var traits: Traits

    /// Describes a call.
    public init(method: String, resource: String = "", principal: String = "", traits: Traits = .canWait) {
        self.method = method
        self.resource = resource
        self.principal = principal
        self.traits = traits
    }
}
