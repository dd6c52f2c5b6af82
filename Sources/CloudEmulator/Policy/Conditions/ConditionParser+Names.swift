import CloudCore

/// What begins with a name: attributes with their functions, and the functions that make times.
extension ConditionParser {
    /// Reads on after a name.
    mutating func named(_ name: String, at position: Int) throws(ConditionError) -> Value {
        switch name {
        case "true": return .truth(.constant(true))
        case "false": return .truth(.constant(false))
        case "timestamp": return .time(.fixed(try instant(at: position)))
        case "date": return .time(.fixed(try instant(at: position, suffix: "T00:00:00Z")))
        case "duration": return .duration(try duration())
        case "resource": return try resource(at: position)
        case "request": return try request(at: position)
        default:
            throw ConditionError(
                character: position,
                problem: "\(name.prefix(60)) is not supported here; known are resource.name, resource.type, "
                    + "resource.service, request.time, timestamp, date and duration")
        }
    }

    // MARK: Attributes

    private mutating func resource(at position: Int) throws(ConditionError) -> Value {
        let (member, place) = try member()
        guard let attribute = ConditionExpression.Attribute(rawValue: member) else {
            throw ConditionError(
                character: place,
                problem:
                    "resource.\(member.prefix(60)) is not supported here; known are name, type and service")
        }
        guard scanner.token == .sign(".") else { return .text(.attribute(attribute)) }
        return try text(.attribute(attribute), attribute)
    }

    /// Reads `startsWith`, `endsWith` and `extract`, which can have more behind them.
    private mutating func text(
        _ operand: ConditionExpression.TextOperand, _ attribute: ConditionExpression.Attribute?
    ) throws(ConditionError) -> Value {
        let (function, place) = try member()
        try expect("(")
        let argument = try literal()
        switch (function, attribute) {
        case ("startsWith", _):
            try expect(")")
            return .truth(.text(operand, .hasPrefix, .literal(argument)))
        case ("endsWith", _):
            try expect(")")
            return .truth(.text(operand, .hasSuffix, .literal(argument)))
        case ("extract", .some(let attribute)):
            let (before, after) = try template(argument)
            try expect(")")
            let extracted = ConditionExpression.TextOperand.extract(attribute, before: before, after: after)
            return scanner.token == .sign(".") ? try text(extracted, nil) : .text(extracted)
        default:
            throw ConditionError(
                character: place,
                problem:
                    "\(function.prefix(60)) is not supported here; known are startsWith, endsWith and extract"
            )
        }
    }

    /// Takes the template of `extract` apart: one name in braces, with something on at least one side.
    private func template(_ text: String) throws(ConditionError) -> (before: String, after: String) {
        let outer = text.split(separator: "{", maxSplits: 1, omittingEmptySubsequences: false)
        let inner =
            outer.last.map { $0.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false) } ?? []
        guard outer.count == 2, inner.count == 2, !inner[0].isEmpty,
            !inner[0].contains("{"), !inner[1].contains(where: { "{}".contains($0) }),
            !outer[0].contains("}"), !(outer[0].isEmpty && inner[1].isEmpty)
        else {
            throw scanner.failure(
                "the template of extract must have one name in braces, such as \"projects/{project}/\"")
        }
        return (String(outer[0]), String(inner[1]))
    }

    private mutating func request(at position: Int) throws(ConditionError) -> Value {
        let (member, place) = try member()
        guard member == "time" else {
            throw ConditionError(
                character: place,
                problem: "request.\(member.prefix(60)) is not supported here; known is request.time")
        }
        guard scanner.token == .sign(".") else { return .time(.request(offset: .zero)) }
        let (function, functionPlace) = try self.member()
        guard let part = ConditionExpression.TimePart(rawValue: function) else {
            let known = ConditionExpression.TimePart.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConditionError(
                character: functionPlace,
                problem: "\(function.prefix(60)) is no function of request.time; known are \(known)")
        }
        try expect("(")
        var zone: Int64 = 0
        if case .text(let text) = scanner.token {
            zone = try zoneSeconds(text)
            try scanner.advance()
        }
        try expect(")")
        return .number(.part(part, zoneSeconds: zone))
    }

    /// The offset of a time zone. Zones by name are not supported, for their rules are not known here.
    private func zoneSeconds(_ text: String) throws(ConditionError) -> Int64 {
        if ["UTC", "Etc/UTC", "GMT", "Z"].contains(text) { return 0 }
        let digits = text.hasPrefix("+") || text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && Identifier.isNumber($0) }),
            let hours = Int64(parts[0]), let minutes = Int64(parts[1]), hours < 24, minutes < 60
        else {
            throw scanner.failure(
                "the time zone \"\(text.prefix(60))\" is not supported here, only UTC and +hh:mm")
        }
        let seconds = hours * 3_600 + minutes * 60
        return text.hasPrefix("-") ? -seconds : seconds
    }

    // MARK: Functions

    private mutating func instant(at position: Int, suffix: String = "") throws(ConditionError) -> Instant {
        try expect("(")
        let place = scanner.position
        let text = try literal()
        try expect(")")
        guard let timestamp = Timestamp(rfc3339: text + suffix), let instant = timestamp.exactInstant
        else {
            throw ConditionError(
                character: place,
                problem:
                    "\"\(text.prefix(60))\" is no \(suffix.isEmpty ? "RFC 3339 time" : "date (yyyy-mm-dd)") "
                    + "of the years 1678 to 2261")
        }
        return instant
    }

    private mutating func duration() throws(ConditionError) -> Duration {
        try expect("(")
        let place = scanner.position
        let text = try literal()
        try expect(")")
        guard let duration = Self.duration(text) else {
            throw ConditionError(
                character: place,
                problem: "\"\(text.prefix(60))\" is no duration, such as \"90s\", \"15m\" or \"1h30m\"")
        }
        return duration
    }

    /// Reads whole numbers with the units h, m and s, at most a hundred years in all.
    private static func duration(_ text: String) -> Duration? {
        let isNegative = text.hasPrefix("-")
        var total: Int64 = 0
        var digits = ""
        for character in isNegative ? text.dropFirst() : text[...] {
            guard let scale = ["h": 3_600, "m": 60, "s": 1][character] as Int64? else {
                guard character.isASCII, character.isNumber, digits.utf8.count < 10 else { return nil }
                digits.append(character)
                continue
            }
            guard let number = Int64(digits) else { return nil }
            total += number * scale
            digits = ""
            guard total <= 3_153_600_000 else { return nil }
        }
        guard digits.isEmpty, text.utf8.count > 1 else { return nil }
        return .seconds(isNegative ? -total : total)
    }

    // MARK: Parts

    /// Takes `.name`; returns the name and where it stands.
    private mutating func member() throws(ConditionError) -> (String, Int) {
        try expect(".")
        guard case .name(let name) = scanner.token else {
            throw scanner.failure("a name is wanted after the dot")
        }
        let place = scanner.position
        try scanner.advance()
        return (name, place)
    }

    private mutating func literal() throws(ConditionError) -> String {
        guard case .text(let text) = scanner.token else {
            throw scanner.failure("a text in quotes is wanted")
        }
        try scanner.advance()
        return text
    }
}
