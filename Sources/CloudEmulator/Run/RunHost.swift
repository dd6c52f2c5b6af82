import CloudCore

/// The host of a service, or of one of its tags.
struct RunHost: Hashable, Sendable {
    let service: RunServiceName
    /// The tag of a traffic target; empty for the service itself.
    let tag: String

    private static let domain = ".run.localhost"

    init(service: RunServiceName, tag: String = "") {
        self.service = service
        self.tag = tag
    }

    /// Reads a host, which may have a port; nil for one that is no service's of the project.
    init?(_ authority: String, project: LocalProject) {
        let host = authority.lowercased().split(separator: ":", omittingEmptySubsequences: false).first ?? ""
        guard host.hasSuffix(Self.domain) else { return nil }
        let parts = host.dropLast(Self.domain.utf8.count).split(
            separator: ".", omittingEmptySubsequences: false)
        let suffix = "-\(project.number)"
        guard parts.count == 2, parts[0].hasSuffix(suffix) else { return nil }
        let name = parts[0].dropLast(suffix.utf8.count)
        if let mark = name.firstRange(of: "---") {
            tag = String(name[..<mark.lowerBound])
            service = RunServiceName(location: String(parts[1]), id: String(name[mark.upperBound...]))
        } else {
            tag = ""
            service = RunServiceName(location: String(parts[1]), id: String(name))
        }
    }

    /// Whether requests for a host go to services. Every request is asked about, so nothing is allocated.
    static func isService(_ authority: String) -> Bool {
        let host = authority.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard host.count > domain.utf8.count else { return false }
        return zip(host.suffix(domain.utf8.count), domain.utf8).allSatisfy { byte, wanted in
            byte == wanted || (0x41...0x5A).contains(byte) && byte | 0x20 == wanted
        }
    }

    /// The host without a port.
    func text(_ project: LocalProject) -> String {
        (tag.isEmpty ? "" : tag + "---") + "\(service.id)-\(project.number).\(service.location)" + Self.domain
    }
}
