import CloudCore

/// The methods of a server, found by their gRPC path.
final class MethodTable: Sendable {
    private let byPath: [String: RPCMethod]

    init(_ methods: [RPCMethod]) {
        byPath = Dictionary(methods.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The method of a gRPC path.
    ///
    /// - Throws: UNIMPLEMENTED naming the path.
    func method(_ path: String) throws(Status) -> RPCMethod {
        guard let method = byPath[path] else {
            throw Status(.unimplemented, "Method not found: \(path.drop(while: { $0 == "/" }))")
        }
        return method
    }
}
