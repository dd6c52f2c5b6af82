import CloudCore
import Glibc

/// Why a Node.js process did not answer.
enum NodeFailure: Error {
    case notInstalled
    case cannotStart(String)
    /// It ended, or what it sent was not to be understood.
    case ended
    case timedOut
}

/// A running Node.js process, which ends with this value.
///
/// It has no environment, 256 MB of heap, and where Node has a permission model, neither files nor processes. When
/// its input is closed it ends by itself, so also when this process is killed.
struct NodeChild: ~Copyable {
    private static var heapMegabytes: Int { 256 }
    private static var largestFrame: Int { 1 << 28 }
    private static var startMilliseconds: Int32 { 20_000 }

    private var process: ChildProcess
    /// What has come of replies that have not been asked for yet.
    private var unread: [UInt8] = []

    /// Starts `node` and waits until it answers.
    static func start(node: String) throws(NodeFailure) -> NodeChild {
        // The permission model has had two names, and older versions have none and refuse the option.
        for permission in ["--permission", "--experimental-permission", ""] {
            var child = try NodeChild(node: node, permission: permission)
            do throws(NodeFailure) {
                _ = try child.receive(milliseconds: startMilliseconds)
                return child
            } catch {
                continue
            }
        }
        throw .cannotStart("\(node) did not answer")
    }

    private init(node: String, permission: String) throws(NodeFailure) {
        let options = [
            "--max-old-space-size=\(Self.heapMegabytes)", "--disallow-code-generation-from-strings",
        ]
        let permissions = permission.isEmpty ? [] : [permission]
        do throws(SystemError) {
            process = try ChildProcess(node, options + permissions + ["-e", NodeProgram.text])
        } catch {
            throw error.code == ENOENT ? .notInstalled : .cannotStart("\(error)")
        }
    }

    /// Sends one request.
    mutating func send(_ request: JSON, milliseconds: Int32) throws(NodeFailure) {
        let body = request.bytes()
        guard let length = UInt32(exactly: body.count), body.count <= Self.largestFrame else { throw .ended }
        let prefix = (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
        do throws(SystemError) {
            try process.write(prefix + body, milliseconds: milliseconds)
        } catch {
            throw error.code == ETIMEDOUT ? .timedOut : .ended
        }
    }

    /// Waits for one reply; each piece of it may take that long.
    mutating func receive(milliseconds: Int32) throws(NodeFailure) -> JSON {
        let length = try take(4, milliseconds).reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.largestFrame else { throw .ended }
        let body = try take(length, milliseconds)
        do throws(Status) {
            return try JSON.parse(body)
        } catch {
            throw .ended
        }
    }

    private mutating func take(_ count: Int, _ milliseconds: Int32) throws(NodeFailure) -> [UInt8] {
        while unread.count < count {
            switch process.readOutput(milliseconds: milliseconds) {
            case .bytes(let more): unread += more
            case .timeout: throw .timedOut
            case .end: throw .ended
            }
        }
        let taken = Array(unread.prefix(count))
        unread.removeFirst(count)
        return taken
    }
}
