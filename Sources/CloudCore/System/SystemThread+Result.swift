extension SystemThread {
    /// Runs `body`, which may block, on a thread of its own, and waits for what it returns. Without threads it runs here.
    public static func result<R: Sendable>(_ body: @escaping @Sendable () -> R) async -> R {
        await withCheckedContinuation { continuation in
            do throws(SystemError) {
                try start { continuation.resume(returning: body()) }
            } catch {
                continuation.resume(returning: body())
            }
        }
    }
}
