import CloudCore
import CLinux
import Glibc

/// A bound, listening TCP socket, closed when it is released.
final class ListeningSocket: Sendable {
    let descriptor: Int32
    /// The port that the socket is bound to, also where 0 was asked for.
    let port: UInt16

    /// Binds to `host` (a name or address) and `port` (0 picks a free one), and listens.
    ///
    /// - Throws: `SystemError` naming the call, such as `bind` with `EADDRINUSE`.
    init(host: String, port: UInt16, backlog: Int32 = 1024) throws(SystemError) {
        let (descriptor, port) = try Self.open(host, port, backlog)
        self.descriptor = descriptor
        self.port = port
    }

    deinit { close(descriptor) }

    /// Accepts a connection that waits; nil when none does.
    func accept() throws(SystemError) -> Int32? {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        while true {
            let accepted = accept4(descriptor, nil, nil, flags)
            if accepted >= 0 {
                var on: Int32 = 1
                setsockopt(
                    accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                return accepted
            }
            switch errno {
            case EAGAIN: return nil
            // The peer was gone before it was accepted: look for the next one.
            case EINTR, ECONNABORTED: continue
            default: throw .last("accept4")
            }
        }
    }

    private struct Address {
        var storage: sockaddr_storage
        var length: socklen_t
        var family: Int32
    }

    private static func resolve(_ host: String, _ port: UInt16) throws(SystemError) -> [Address] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else {
            throw SystemError(call: "getaddrinfo \(host)", code: EADDRNOTAVAIL)
        }
        defer { freeaddrinfo(list) }
        var addresses: [Address] = []
        var entry = list
        while let current = entry?.pointee {
            var address = Address(
                storage: sockaddr_storage(), length: current.ai_addrlen, family: current.ai_family)
            if let source = current.ai_addr {
                withUnsafeMutableBytes(of: &address.storage) {
                    $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(current.ai_addrlen)))
                }
                addresses.append(address)
            }
            entry = current.ai_next
        }
        return addresses
    }

    private static func open(
        _ host: String, _ port: UInt16, _ backlog: Int32
    ) throws(SystemError) -> (descriptor: Int32, port: UInt16) {
        let descriptor = try listen(host, port, backlog)
        do {
            return (descriptor, try boundPort(of: descriptor))
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Listens on the first of the host's addresses that can be bound to.
    private static func listen(_ host: String, _ port: UInt16, _ backlog: Int32) throws(SystemError) -> Int32
    {
        var lastError = SystemError(call: "getaddrinfo", code: EADDRNOTAVAIL)
        for address in try resolve(host, port) {
            do {
                return try listen(on: address, backlog)
            } catch {
                lastError = error
            }
        }
        throw lastError
    }

    private static func listen(on address: Address, _ backlog: Int32) throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .last("socket") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let failure = withUnsafePointer(to: address.storage) { storage -> SystemError? in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(descriptor, generic, address.length) == 0 else { return .last("bind") }
                guard Glibc.listen(descriptor, backlog) == 0 else { return .last("listen") }
                return nil
            }
        }
        if let failure {
            close(descriptor)
            throw failure
        }
        return descriptor
    }

    private static func boundPort(of descriptor: Int32) throws(SystemError) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw .last("getsockname") }
        // The port stands at the same place in sockaddr_in and sockaddr_in6, in network byte order.
        return withUnsafeBytes(of: &storage) {
            UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
