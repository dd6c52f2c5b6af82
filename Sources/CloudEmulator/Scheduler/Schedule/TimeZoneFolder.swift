import CloudCore

/// The time zones of this machine.
enum TimeZoneFolder {
    /// Where the compiled tz database is.
    static let path = "/usr/share/zoneinfo"

    /// The rules of a zone; UTC for an empty name.
    ///
    /// - Throws: INVALID_ARGUMENT for a zone that the database does not have.
    static func rules(_ name: String) throws(Status) -> TimeZoneRules {
        if ["", "utc", "etc/utc", "gmt", "etc/gmt"].contains(name.lowercased()) { return .utc }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName =
            name.utf8.count <= 64
            && parts.allSatisfy { part in
                !part.isEmpty && part.first != "." && part.utf8.allSatisfy(isNameByte)
            }
        guard isName, let bytes = try? InputFile.bytes("\(path)/\(name)"), let rules = TimeZoneRules(bytes)
        else {
            throw Status(
                .invalidArgument,
                "time_zone \"\(name.prefix(100))\" is not in the tz database (\(path)); a name like Europe/Zurich or "
                    + "utc is wanted.")
        }
        return rules
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "_-+".utf8.contains(byte)
        }
    }
}
