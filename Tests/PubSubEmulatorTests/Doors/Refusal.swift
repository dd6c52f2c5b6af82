import CloudCore

@testable import PubSubEmulator

/// What a body is refused with; nil when it is not.
func refusal<R>(_ body: () throws -> R) -> Status? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? Status ?? Status(.unknown, "\(error)")
    }
}
