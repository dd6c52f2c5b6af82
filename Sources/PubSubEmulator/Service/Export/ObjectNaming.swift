import CloudCore

/// The names of the objects of a Cloud Storage subscription: prefix, date and time in UTC, `_`, a unique id, suffix
/// ("Cloud Storage subscriptions" in the Pub/Sub documentation).
enum ObjectNaming {
    /// A piece of a datetime format.
    private enum Piece: Equatable {
        case year, shortYear, month, day, hour, minute, second
        case literal(Character)
    }

    private static let matchers: [(text: String, piece: Piece)] = [
        ("YYYY", .year), ("YY", .shortYear), ("MM", .month), ("DD", .day), ("hh", .hour), ("HH", .hour),
        ("mm", .minute), ("ss", .second),
    ]

    /// Checks a datetime format; empty for the default.
    static func check(_ format: String) throws(Status) {
        guard format.utf8.count <= CloudStorageRules.maxNamePartBytes else {
            throw invalid(format, "must have at most \(CloudStorageRules.maxNamePartBytes) bytes")
        }
        let pieces = pieces(of: format)
        for piece in pieces {
            if case .literal(let letter) = piece {
                guard "-_:/.TZ".contains(letter) else {
                    throw invalid(
                        format,
                        "may have YYYY, YY, MM, DD, hh, mm, ss and - _ : / . T Z, but not \"\(letter)\"")
                }
            } else if pieces.filter({ $0 == piece }).count > 1 {
                throw invalid(format, "may have each of YYYY, YY, MM, DD, hh, mm and ss only once")
            }
        }
        if pieces.contains(.year), pieces.contains(.shortYear) {
            throw invalid(format, "must not have both YYYY and YY")
        }
        if format.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) {
            throw invalid(format, "must not have parts . or ..")
        }
    }

    private static func invalid(_ format: String, _ problem: String) -> Status {
        CloudStorageRules.invalid(
            "filename_datetime_format", "is \"\(format.prefix(100))\", and \(problem)")
    }

    private static func pieces(of format: String) -> [Piece] {
        var rest = format[...]
        var pieces: [Piece] = []
        while let first = rest.first {
            if let matcher = matchers.first(where: { rest.hasPrefix($0.text) }) {
                pieces.append(matcher.piece)
                rest = rest.dropFirst(matcher.text.count)
            } else {
                pieces.append(.literal(first))
                rest = rest.dropFirst()
            }
        }
        return pieces
    }

    /// The name of an object that is written at that time.
    static func name(_ config: CloudStorageConfig, at now: Instant, id: String) -> String {
        let format =
            config.filenameDatetimeFormat.isEmpty
            ? CloudStorageRules.defaultDatetimeFormat : config.filenameDatetimeFormat
        return config.filenamePrefix + text(of: now, format) + "_" + id + config.filenameSuffix
    }

    /// RFC 3339 has each part at a place of its own: `2030-01-02T03:04:05Z`.
    private static func text(of now: Instant, _ format: String) -> String {
        let time = Array(Timestamp(now).rfc3339)
        guard time.count >= 19 else { return "" }
        return pieces(of: format).map { piece in
            switch piece {
            case .year: String(time[0..<4])
            case .shortYear: String(time[2..<4])
            case .month: String(time[5..<7])
            case .day: String(time[8..<10])
            case .hour: String(time[11..<13])
            case .minute: String(time[14..<16])
            case .second: String(time[17..<19])
            case .literal(let letter): String(letter)
            }
        }.joined()
    }

    /// A random UUID (RFC 9562, version 4) from a generator that a seed repeats.
    static func uuid(_ generator: inout SeededGenerator) -> String {
        let high = generator.next() & 0xffff_ffff_ffff_0fff | 0x4000
        let low = generator.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        let digits = Array(Hexadecimal.text(high, digits: 16) + Hexadecimal.text(low, digits: 16))
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }
}
