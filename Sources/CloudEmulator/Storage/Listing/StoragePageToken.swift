import CloudCore

/// Where a listing goes on: behind an object's version, or behind everything with a prefix.
struct StoragePageToken: Equatable {
    enum Kind: Character {
        case object = "o"
        case prefix = "p"
    }

    var kind: Kind
    /// The generation of the version; nil for behind all of them.
    var generation: Int64?
    var name: String

    init(kind: Kind, generation: Int64? = nil, name: String) {
        (self.kind, self.generation, self.name) = (kind, generation, name)
    }

    /// Reads a token; nil for the beginning.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no token.
    init?(parsing text: String) throws(Status) {
        if text.isEmpty { return nil }
        let invalid = StorageFault.invalid("Invalid argument: pageToken \"\(text.prefix(100))\".")
        guard let bytes = Base64.decode(text), let plain = String(validating: bytes, as: UTF8.self),
            let kind = plain.first.flatMap(Kind.init), let colon = plain.firstIndex(of: ":")
        else { throw invalid }
        let number = plain[plain.index(after: plain.startIndex)..<colon]
        guard let generation = number.isEmpty ? .some(nil) : Int64(number).map(Optional.some) else {
            throw invalid
        }
        self.init(kind: kind, generation: generation, name: String(plain[plain.index(after: colon)...]))
    }

    /// The token.
    var text: String {
        let number = generation.map(String.init) ?? ""
        return Base64.encodeURLSafe(Array("\(kind.rawValue)\(number):\(name)".utf8))
    }
}
