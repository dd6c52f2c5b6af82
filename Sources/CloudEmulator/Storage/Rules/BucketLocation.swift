import CloudCore

/// Where a bucket is, and of which type that place is.
///
/// Source: "Bucket locations" in the Cloud Storage documentation. Regions are not listed here: what looks like the name of
/// one is taken for one.
struct BucketLocation {
    let name: String
    let type: String

    private static let multiRegions: Set = ["US", "EU", "ASIA"]
    private static let dualRegions: Set = ["ASIA1", "EUR4", "EUR5", "EUR7", "EUR8", "NAM4"]

    /// Reads the location of a bucket; none means the United States.
    ///
    /// - Throws: INVALID_ARGUMENT.
    init(parsing text: String) throws(Status) {
        name = text.isEmpty ? "US" : text.uppercased()
        if Self.multiRegions.contains(name) {
            type = "multi-region"
        } else if Self.dualRegions.contains(name) {
            type = "dual-region"
        } else {
            let parts = name.split(separator: "-", omittingEmptySubsequences: false)
            let isRegion =
                parts.count >= 2 && parts.last?.last?.isNumber == true
                && Identifier.isLabel(name.lowercased())
            guard isRegion else {
                throw StorageFault.invalid(
                    "The specified location constraint is not valid: \"\(text.prefix(100))\".")
            }
            type = "region"
        }
    }
}
