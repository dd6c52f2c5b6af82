import Glibc

/// A connection to 127.0.0.1 that never blocks: what is to be sent waits in `output`.
struct Socket: ~Copyable {
    private let descriptor: Int32
    private var output: [UInt8] = []
    private var sent = 0

    init(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { fail("connect: \(String(cString: strerror(errno)))") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    mutating func send(_ bytes: [UInt8]) { output += bytes }

    /// Writes what it can, then waits for bytes and reads them into `buffer`; returns how many came.
    mutating func exchange(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            flush()
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 { return count }
            guard count < 0, errno == EAGAIN || errno == EINTR else {
                fail("the server closed the connection")
            }
            let events = Int16(POLLIN) | (output.isEmpty ? 0 : Int16(POLLOUT))
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            guard poll(&entry, 1, 30_000) > 0 else { fail("the server said nothing for 30 s") }
        }
    }

    mutating func flush() {
        while sent < output.count {
            let count = output.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 { return }
            sent += count
        }
        output.removeAll(keepingCapacity: true)
        sent = 0
    }
}

func fail(_ text: String) -> Never {
    var line = "load: \(text)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    exit(1)
}
