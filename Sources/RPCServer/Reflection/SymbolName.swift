/// The full name of a symbol, taken apart: by convention packages are written small, types with a capital.
struct SymbolName: Hashable, Comparable {
    let text: String
    let package: String
    /// The names within the package, from the outermost: `PushConfig`, `OidcToken`.
    let path: [String]

    init(_ text: String) {
        self.text = text
        let parts = text.split(separator: ".").map(String.init)
        let types = parts.drop { $0.first?.isUppercase == false }
        package = parts.dropLast(types.count).joined(separator: ".")
        path = Array(types)
    }

    /// The file that declares the symbol. Types of `google.protobuf` are in the files that every client knows by
    /// name; of other packages each has one file here, named after it.
    var file: String {
        guard package == "google.protobuf", let type = path.first else {
            return package.split(separator: ".").joined(separator: "/") + ".proto"
        }
        var name = ""
        for letter in type {
            if letter.isUppercase, !name.isEmpty { name += "_" }
            name += letter.lowercased()
        }
        return "google/protobuf/\(name).proto"
    }

    static func < (a: SymbolName, b: SymbolName) -> Bool { a.text < b.text }
}
