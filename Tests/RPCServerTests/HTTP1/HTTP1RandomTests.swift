import CloudCore
import Testing

@testable import RPCServer

struct HTTP1RandomTests {
    @Test("Pipelined requests come out as they went in, however they are framed and cut", arguments: 0..<20)
    func pipeline(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var expected: [HTTP1Harness.Request] = []
        var bytes: [UInt8] = []
        for index in 0..<40 {
            let body = String(repeating: "b\r\n", count: Int.random(in: 0..<40, using: &random))
            let target = "/\(index)" + String(repeating: "x", count: Int.random(in: 0..<200, using: &random))
            expected.append(.init(method: "POST", target: target, body: body))
            bytes += Self.request(target, body, using: &random)
        }
        let http = HTTP1Harness()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(Int.random(in: 1...[2, 30, 3_000][seed % 3], using: &random), rest.count)
            http.feed(Array(rest.prefix(count)), answers: true)
            rest = rest.dropFirst(count)
        }
        #expect(http.requests == expected)
        #expect(!http.isClosed)
        #expect(http.output().components(of: "HTTP/1.1 200 OK\r\n") == expected.count)
    }

    private static func request(_ target: String, _ body: String, using random: inout SeededGenerator)
        -> [UInt8]
    {
        let head = "POST \(target) HTTP/1.1\r\nHost: h\r\n"
        guard Bool.random(using: &random) else {
            return Array("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
        }
        var bytes = Array("\(head)Transfer-Encoding: chunked\r\n\r\n".utf8)
        var rest = Array(body.utf8)[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...rest.count, using: &random)
            bytes += Array("\(String(count, radix: 16, uppercase: .random(using: &random)));e\r\n".utf8)
            bytes += rest.prefix(count) + [0x0d, 0x0a]
            rest = rest.dropFirst(count)
        }
        return bytes + Array("0\r\n\r\n".utf8)
    }

    @Test(
        "No change of any byte makes a connection trap, or hand out more than one answer a request",
        arguments: 0..<10)
    func damage(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<100 {
            var bytes = Self.request("/a", "body", using: &random) + Self.request("/b", "", using: &random)
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            let http = HTTP1Harness()
            http.feed(bytes)
            let answers = http.output().components(of: "HTTP/1.1 ")
            #expect(answers == http.requests.count || (http.isClosed && answers == http.requests.count + 1))
        }
    }
}
