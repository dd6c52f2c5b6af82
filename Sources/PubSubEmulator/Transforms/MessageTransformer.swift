import CloudCore

/// What runs the functions of message transforms for an emulator. `NodeTransformer` does in earnest; a test may
/// have its own.
///
/// Whatever it is asked, it answers exactly once, in the order in which it was asked, from any thread, or before
/// the function returns; and it does not wait for ever.
public protocol MessageTransformer: Sendable {
    /// Whether a function can be applied: answers with nil, or why not.
    ///
    /// INVALID_ARGUMENT says what is wrong with the code and on which line; FAILED_PRECONDITION what is missing on
    /// this machine.
    func check(_ function: JavaScriptUDF, _ answer: @escaping @Sendable (Status?) -> Void)

    /// Applies `transforms`, all of them JavaScript functions, one after the other to each of `messages`: answers
    /// with an outcome for each message, in order.
    func transform(
        _ messages: [PubsubMessage], with transforms: [MessageTransform],
        _ answer: @escaping @Sendable ([TransformOutcome]) -> Void)
}
