import CloudCore
import Testing

@testable import RPCServer

/// Recordings as files.
struct RequestLogTests {
    static let line = #"{"time":"2030-01-01T00:00:00Z","method":"a.B/C","request":{"x":1},"code":"OK"}"#

    @Test("Each line is a request; empty lines are passed over")
    func lines() throws {
        let log = try RequestLog(parsing: Array("\(Self.line)\n\r\n\(Self.line)\n".utf8))
        #expect(log.records.count == 2 && !log.hasTornEnd)
        #expect(log.records[0].json.text() == Self.line)
        #expect(try RequestLog(parsing: []).records.isEmpty)
    }

    @Test("A last line that was cut off is left out, and said to be")
    func tornEnd() throws {
        let log = try RequestLog(parsing: Array("\(Self.line)\n{\"time\":\"20".utf8))
        #expect(log.records.count == 1 && log.hasTornEnd)
    }

    @Test(
        "Any other fault is refused with its line",
        arguments: [
            ("{\n\(line)\n", "Line 1: "), ("\(line)\n{}\n", "Line 2: time is missing"),
            (#"{"time":"2030-01-01T00:00:00Z","method":""}"#, "Line 1: method is \"\""),
            (#"{"time":"2030-01-01T00:00:00Z","method":"m"}"#, "Line 1: code is missing"),
            (#"{"time":"2030-01-01T00:00:00Z","method":"m","code":"FINE"}"#, "Line 1: code is \"FINE\""),
            (
                #"{"time":"2030-01-01T00:00:00Z","method":"m","code":"OK","request":3}"#,
                "Line 1: request is 3"
            ),
            (
                #"{"time":"2030-01-01T00:00:00Z","method":"m","code":"OK","more":3}"#,
                "Line 1: more is not known"
            ),
        ])
    func refusals(text: String, expected: String) {
        let error = #expect(throws: Status.self) { try RequestLog(parsing: Array(text.utf8)) }
        #expect(error?.message.hasPrefix(expected) == true, "\(error?.message ?? "")")
    }

    @Test("A file that cannot be written ends the recording, and says so")
    func failure() {
        let recorder = RequestRecorder { (_) throws(SystemError) in throw SystemError(call: "write", code: 28)
        }
        recorder.append(RequestRecord(time: Instant(nanoseconds: 0), method: "m"))
        recorder.flush()
        #expect(recorder.failure != nil)
    }
}
