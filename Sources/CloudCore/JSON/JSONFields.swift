/// The members of a JSON object, read strictly: a member that nobody knows is refused, and so is a value of the
/// wrong kind, each time naming the member, its value and what would be right.
public struct JSONFields {
    private let object: JSONObject
    private let place: String

    /// Takes an object of which only the members `known` may be there.
    ///
    /// - Parameter place: where the object stands, for error texts, for example `match`; empty for the whole text.
    /// - Throws: INVALID_ARGUMENT.
    public init(_ json: JSON, at place: String = "", known: [String]) throws(Status) {
        guard case .object(let object) = json else {
            throw Status(
                .invalidArgument, "\(place.isEmpty ? "The body" : place) is \(json); expected a JSON object.")
        }
        self.object = object
        self.place = place
        for (key, _) in object where !known.contains(key) {
            let hint = NearestName.hint(for: key, among: known)
            throw Status(
                .invalidArgument,
                "\(path(key)) is not known here\(hint.isEmpty ? "; expected one of \(known.joined(separator: ", "))" : hint)."
            )
        }
    }

    /// The member of that name, null being as good as none.
    public subscript(name: String) -> JSON? { object[name].flatMap { $0.isNull ? nil : $0 } }

    /// The name of a member with the place that it stands at.
    public func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    /// An error about a member.
    public func wrong(_ name: String, _ expectation: String) -> Status {
        Status(
            .invalidArgument,
            "\(path(name)) is \(self[name].map { "\($0)" } ?? "missing"); expected \(expectation).")
    }

    /// A string; nil when there is none.
    ///
    /// - Throws: INVALID_ARGUMENT for a value of another kind.
    public func string(_ name: String) throws(Status) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.stringValue else { throw wrong(name, "a string") }
        return text
    }

    /// A truth value; nil when there is none.
    ///
    /// - Throws: INVALID_ARGUMENT for a value of another kind.
    public func bool(_ name: String) throws(Status) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let truth = value.boolValue else { throw wrong(name, "true or false") }
        return truth
    }

    /// A whole number within `range`, written as a number or a string of one; nil when there is none.
    ///
    /// - Throws: INVALID_ARGUMENT for a value of another kind or out of range.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(Status) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.intValue, let whole = Int(exactly: number), range.contains(whole) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// A number within `range`; nil when there is none.
    ///
    /// - Throws: INVALID_ARGUMENT for a value of another kind or out of range.
    public func number(_ name: String, in range: ClosedRange<Double>) throws(Status) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw wrong(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A duration as proto3 JSON writes it, not below zero; nil when there is none.
    ///
    /// - Throws: INVALID_ARGUMENT for anything else.
    public func duration(_ name: String) throws(Status) -> Duration? {
        guard let value = self[name] else { return nil }
        guard let text = value.stringValue, let duration = Duration(protoJSON: text), duration >= .zero else {
            throw wrong(name, "seconds not below zero, as in \"1.5s\"")
        }
        return duration
    }
}
