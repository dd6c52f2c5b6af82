import CloudCore

/// What a rehearsal waits for before it calls an architecture good (rehearsal.yaml).
public struct RehearsalPlan: Sendable, Equatable {
    /// One thing that must happen.
    public struct Expectation: Sendable, Equatable {
        /// The topic that must receive messages (`topic`), as services.yaml names it.
        public var topic = ""
        /// How many messages it must receive at least (`messages`), 1 if not given.
        public var messages = 1
        /// In what time after the last deployment (`within`), 10 minutes if not given.
        public var within: Duration = .seconds(600)

        /// Makes an expectation of one message within ten minutes, on a topic to be filled in.
        public init() {}

        /// Makes an expectation from its parts.
        public init(topic: String, messages: Int, within: Duration) {
            self.topic = topic
            self.messages = messages
            self.within = within
        }
    }

    /// All that must happen (`expect`).
    public var expect: [Expectation] = []

    /// Makes a plan that expects nothing.
    public init() {}

    /// Makes a plan of expectations.
    public init(expect: [Expectation]) { self.expect = expect }
}

extension RehearsalPlan: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) { visitor.field("expect", &expect) }
}

extension RehearsalPlan.Expectation: ConfigRecord {
    mutating func visit(_ visitor: inout some FieldVisitor) {
        visitor.field("topic", &topic)
        visitor.field("messages", &messages)
        visitor.field("within", &within)
    }
}

extension RehearsalPlan {
    /// What a text says and what is wrong with it, given the architecture that it is about.
    static func check(
        yaml: [UInt8], file: String, for architecture: Architecture
    ) -> (plan: RehearsalPlan, errors: [Diagnostic]) {
        let root: YAML.Node
        do {
            root = try YAML.parse(yaml)
        } catch {
            return (
                RehearsalPlan(),
                [Diagnostic(file: file, place: error.place, path: "", message: error.message)]
            )
        }
        var decoder = ConfigDecoder(file: file)
        decoder.places[""] = root.place
        let plan = decode(root, "", &decoder)
        var report = Findings(file: file, places: decoder.places)
        let director = architecture.serviceManager
        let topics = Set(
            architecture.dataflows.values.flatMap(\.resources.topics).map(\.name)
                + [director.commandTopic.name, director.completionTopic.name])
        for (index, expectation) in plan.expect.enumerated() {
            let path = "expect[\(index)]"
            report.require(expectation.topic, "\(path).topic")
            if !expectation.topic.isEmpty, !topics.contains(expectation.topic) {
                report.dangling("topic", expectation.topic, "\(path).topic", among: topics)
            }
            if !(1...1_000_000).contains(expectation.messages) {
                report.error(
                    "\(path).messages", "\(expectation.messages) is no count of messages: use 1 to 1000000")
            }
            if expectation.within <= .zero || expectation.within > .seconds(86_400) {
                report.error(
                    "\(path).within", "the time must be more than 0s and at most 24h, for example 10m")
            }
        }
        let unread = Set(decoder.diagnostics.map(\.path))
        let errors = decoder.diagnostics + report.errors.filter { !unread.contains($0.path) }
        return (plan, errors.sorted())
    }
}
