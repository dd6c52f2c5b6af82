import CloudCore
import Glibc

/// A blocking connection to a port of this machine.
final class ClientSocket {
    private let descriptor: Int32

    init(port: UInt16) throws(Status) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // A server that does not answer fails a test, and does not hold it up.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let outcome = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else { throw Self.failure("connect") }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws(Status) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Self.failure("send") }
            sent += count
        }
    }

    /// Reads what is there, at least one byte.
    ///
    /// - Throws: UNAVAILABLE at the end, as a client of gRPC says it.
    func read() throws(Status) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { throw Self.failure("read") }
        return Array(buffer[..<count])
    }

    private static func failure(_ call: String) -> Status {
        Status(.unavailable, "\(call): \(String(cString: strerror(errno)))")
    }
}
