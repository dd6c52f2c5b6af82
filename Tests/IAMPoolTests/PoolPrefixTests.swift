import CloudCore
import Testing

@testable import IAMPool

@Suite struct PoolPrefixTests {
    @Test(
        "a prefix that can start an account id is accepted", arguments: ["it-", "a", "test-pool-sa-", "p2"])
    func accepted(text: String) throws {
        #expect(try PoolPrefix(text).text == text)
    }

    @Test(
        "a prefix that cannot start an account id is refused, naming it",
        arguments: ["", "It-", "2p", "-p", "a_b", "ä", String(repeating: "a", count: 21)])
    func refused(text: String) throws {
        let error = #expect(throws: Status.self) { try PoolPrefix(text) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("\"\(text)\"") == true)
    }

    @Test(
        "numbered ids have at least the six characters that IAM asks for",
        arguments: [
            ("it-", 0, "it-000"), ("it-", 12, "it-012"), ("it-", 1234, "it-1234"),
            ("pool-sa-", 7, "pool-sa-7"),
        ])
    func numberedIDs(prefix: String, number: Int, id: String) throws {
        #expect(try PoolPrefix(prefix).accountID(number: number) == id)
    }

    @Test("only the part of the email address before the @ counts")
    func matching() throws {
        let prefix = try PoolPrefix("it-")
        #expect(prefix.matches(email: "it-1@p.iam.gserviceaccount.com"))
        #expect(!prefix.matches(email: "sit-1@it-p.iam.gserviceaccount.com"))
        #expect(!prefix.matches(email: "it-1"))
    }
}
