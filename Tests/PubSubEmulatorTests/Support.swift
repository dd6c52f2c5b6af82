import CloudCore
import Testing

@testable import PubSubEmulator

/// Waits, without a clock, until another task has brought `condition` about.
func waitUntil(
    _ condition: () throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async {
    for _ in 0..<10_000_000 {
        if (try? condition()) == true { return }
        await Task.yield()
    }
    Issue.record("the condition did not come about", sourceLocation: sourceLocation)
}

/// Expects `body` to fail with that code; returns the status.
@discardableResult func expectCode(
    _ code: Status.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> Status? {
    do {
        try await body()
        Issue.record("expected \(code.name), but it succeeded", sourceLocation: sourceLocation)
    } catch let status as Status {
        #expect(status.code == code, "\(status)", sourceLocation: sourceLocation)
        return status
    } catch {
        Issue.record("expected \(code.name), got \(error)", sourceLocation: sourceLocation)
    }
    return nil
}

/// Expects `body` to fail with that code; returns the status.
@discardableResult func expectCode<R>(
    _ code: Status.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws(Status) -> R
) -> Status? {
    do throws(Status) {
        _ = try body()
        Issue.record("expected \(code.name), but it succeeded", sourceLocation: sourceLocation)
        return nil
    } catch {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        return error
    }
}
