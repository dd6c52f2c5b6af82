import CloudCore

/// The storage classes, from the one for the hottest data to the one for the coldest.
///
/// Source: "Storage classes" in the Cloud Storage documentation.
enum StorageClass: String, CaseIterable, Comparable {
    case multiRegional = "MULTI_REGIONAL"
    case regional = "REGIONAL"
    case durableReducedAvailability = "DURABLE_REDUCED_AVAILABILITY"
    case standard = "STANDARD"
    case nearline = "NEARLINE"
    case coldline = "COLDLINE"
    case archive = "ARCHIVE"

    /// The class of that name.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(parsing name: String) throws(Status) {
        guard let known = StorageClass(rawValue: name.uppercased()) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw StorageFault.invalid(
                "Invalid argument: storageClass is \"\(name.prefix(100))\"; expected one of \(names).")
        }
        self = known
    }

    private var temperature: Int {
        switch self {
        case .multiRegional, .regional, .durableReducedAvailability: 0
        case .standard: 1
        case .nearline: 2
        case .coldline: 3
        case .archive: 4
        }
    }

    /// Orders by how cold the data is.
    static func < (a: StorageClass, b: StorageClass) -> Bool { a.temperature < b.temperature }
}
