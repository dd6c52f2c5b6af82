/// The names that the Conductor, the hydration and the director must agree on, in one place.
public enum DirectorChannel {
    /// Appended to the director's name: the dataflow of its own topics and subscription.
    public static let infraSuffix = "-infra"
    /// Appended to the command topic's name: the subscription that the director consumes.
    public static let subscriptionSuffix = "-sub"
    /// Appended to the director's name when `command_topic` is not given.
    public static let defaultCommandSuffix = "-commands"
    /// Appended to the director's name when `completion_topic` is not given.
    public static let defaultCompletionSuffix = "-events"
    /// The `DATAFLOW_NAME` of the director itself, which belongs to no dataflow of the user.
    public static let dataflowName = "conductor"

    /// The lookup key under which the director finds its command subscription.
    public static let commandSubscriptionKey = "command-subscription-id"
    /// The lookup key under which the director finds its completion topic.
    public static let completionTopicKey = "completion-topic-id"

    /// The director's variable with the command topic's name.
    public static let commandTopicVariable = "SD_COMMAND_TOPIC"
    /// The director's variable with the command subscription's name.
    public static let commandSubscriptionVariable = "SD_COMMAND_SUBSCRIPTION"
    /// The director's variable with the completion topic's name.
    public static let completionTopicVariable = "SD_COMPLETION_TOPIC"
}
