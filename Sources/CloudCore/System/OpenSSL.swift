/// The `openssl` command.
public enum OpenSSL {
    /// Runs it to its end and returns what it prints. It blocks: callers are never on an event loop.
    ///
    /// - Throws: FAILED_PRECONDITION when it cannot be run, INTERNAL when it fails.
    public static func run(_ arguments: [String], input: [UInt8] = []) throws(Status) -> [UInt8] {
        let outcome: ChildProcess.Outcome
        do throws(SystemError) {
            // Long enough for a key on a machine that has much else to do.
            outcome = try ChildProcess.run(
                "openssl", arguments, input: input, milliseconds: 60_000, outputLimit: 64 << 10)
        } catch {
            throw Status(
                .failedPrecondition,
                "The openssl command, which signs tokens, cannot be run: \(error).")
        }
        guard outcome.exit == .status(0) else {
            throw Status(
                .internal, "openssl \(arguments.first ?? "") failed: \(outcome.errorText.prefix(300))")
        }
        return outcome.output
    }
}
