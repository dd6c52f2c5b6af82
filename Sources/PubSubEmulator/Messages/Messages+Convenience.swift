import CloudCore

extension Topic {
    /// A topic with the default settings.
    public init(name: String) {
        self.init()
        self.name = name
    }
}

extension Subscription {
    /// A subscription with the default settings.
    public init(name: String, topic: String) {
        self.init()
        self.name = name
        self.topic = topic
    }
}

extension PubsubMessage {
    /// A message to publish.
    public init(data: [UInt8] = [], attributes: StringMap = [:], orderingKey: String = "") {
        self.init()
        self.data = data
        self.attributes = attributes
        self.orderingKey = orderingKey
    }

    /// A message to publish, with a text's UTF-8 bytes as its data.
    public init(_ text: String, attributes: StringMap = [:], orderingKey: String = "") {
        self.init(data: Array(text.utf8), attributes: attributes, orderingKey: orderingKey)
    }

    /// The data as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: data, as: UTF8.self) }
}
