/// Reads a message out of a JSON tree: the visitor behind `ProtoJSONDecoder`.
///
/// It remembers its faults, as Google's front ends list them all, and stops reading when they are too many.
struct ProtoJSONReader: FieldVisitor, ~Copyable {
    /// A step of the path to the value being read, for error texts.
    private enum Step {
        case field(StaticString)
        case index(Int)
        case mapValue
    }

    /// The members of the object being read.
    private var members: [(key: String, value: JSON)] = []
    /// How many of them a field has taken.
    private var taken = 0
    /// Where the search for the next field starts: members mostly come in the order of the fields.
    private var cursor = 0
    private var path: [Step] = []
    private var faults: [Status.FieldViolation] = []
    private let ignoresUnknownFields: Bool

    init(ignoringUnknownFields: Bool) { ignoresUnknownFields = ignoringUnknownFields }

    /// Reads the whole text of a message.
    mutating func read<M: Message>(text json: JSON, into message: inout M) {
        if case .object(let object) = json {
            read(object, into: &message)
        } else if !json.isNull {
            refuse("Invalid JSON payload received. The message must be a JSON object.")
        }
    }

    private mutating func read<M: Message>(_ object: JSONObject, into message: inout M) {
        if M.self == AnyMessage.self, let any = AnyMessage(json: object) as? M {
            message = any
            return
        }
        let outer = (members, taken, cursor)
        (members, taken, cursor) = (object.members, 0, 0)
        message.visit(&self)
        if taken != members.count, !ignoresUnknownFields { refuseUnknownMembers(of: M.self) }
        if !M.oneofs.isEmpty { refuseRivals(in: M.self) }
        (members, taken, cursor) = outer
    }

    /// The value of a field in the object being read; nil if it is absent or null.
    private mutating func take(_ name: StaticString) -> JSON? {
        guard !isFull, taken < members.count else { return nil }
        for step in 0..<members.count {
            let index = cursor + step < members.count ? cursor + step : cursor + step - members.count
            guard FieldName.matches(name, members[index].key) else { continue }
            taken += 1
            cursor = index + 1 < members.count ? index + 1 : 0
            return members[index].value.isNull ? nil : members[index].value
        }
        return nil
    }

    // MARK: Faults

    /// More faults of one message are not listed.
    static let maxFaults = 32

    private var isFull: Bool { faults.count >= Self.maxFaults }

    /// All faults; nil when there is none.
    var fault: Status? {
        guard !faults.isEmpty else { return nil }
        return Status(
            .invalidArgument, faults.map(\.description).joined(separator: "\n"),
            details: [.badRequest(faults)])
    }

    private mutating func refuse(_ message: String) {
        if !isFull { faults.append(Status.FieldViolation(field: pathText, description: message)) }
    }

    private mutating func refuse(_ type: String, _ reason: String) {
        refuse("Invalid value at '\(pathText)' (\(type)), \(reason)")
    }

    private mutating func refuse(_ type: String, _ value: JSON) {
        switch value {
        case .object: refuse(type, "Starting an object on a scalar field")
        case .array: refuseList()
        case .string(let text) where text.utf8.count > 200: refuse(type, "\"\(text.prefix(200))…\"")
        default: refuse(type, value.text())
        }
    }

    /// A list where a single value is wanted; Google names the field like an unknown one.
    private mutating func refuseList() {
        guard case .field(let name)? = path.last else {
            return refuse("Invalid value at '\(pathText)': a list inside of a list.")
        }
        path.removeLast()
        refuseName("\(name)", "Proto field is not repeating, cannot start list.")
        path.append(.field(name))
    }

    private mutating func refuseName(_ name: String, _ reason: String) {
        let place = path.isEmpty ? "" : " at '\(pathText)'"
        refuse("Invalid JSON payload received. Unknown name \"\(name.prefix(200))\"\(place): \(reason)")
    }

    private mutating func refuseUnknownMembers<M: Message>(of type: M.Type) {
        let names = M.jsonFieldNames
        for (index, member) in members.enumerated() where !isFull {
            if let name = names.first(where: { FieldName.matches($0, member.key) }) {
                guard members[..<index].contains(where: { FieldName.matches(name, $0.key) }) else { continue }
                refuseName(member.key, "Proto field is not repeating, value is already set.")
            } else {
                refuseName(member.key, "Cannot find field.")
            }
        }
    }

    /// Refuses members of a oneof of which another is set already. In protobuf the last one would count, but an
    /// object has no order.
    private mutating func refuseRivals<M: Message>(in type: M.Type) {
        let names = M.fields
        for oneof in M.oneofs {
            let present = names.filter { field in
                oneof.fields.contains(field.number)
                    && members.contains { !$0.value.isNull && FieldName.areSame(field.jsonName, $0.key) }
            }
            for rival in present.dropFirst() {
                refuse(
                    "oneof",
                    "oneof field '\(oneof.name)' is already set. Cannot set '\(rival.jsonName)'")
            }
        }
    }

    private var pathText: String {
        var text = ""
        for step in path {
            switch step {
            case .field(let name): text += (text.isEmpty ? "" : ".") + FieldName.snakeCase(name)
            case .index(let index): text += "[\(index)]"
            case .mapValue: text += ".value"
            }
        }
        return text
    }

    /// Reads the field's value, if it has one, with the field on the path.
    private mutating func with(_ name: StaticString, _ body: (inout ProtoJSONReader, JSON) -> Void) {
        guard let json = take(name) else { return }
        path.append(.field(name))
        body(&self, json)
        path.removeLast()
    }

    /// Reads a scalar with `convert`, which answers nil for what it refuses.
    private mutating func scalar<T>(
        _ name: StaticString, _ type: String, _ value: inout T, _ convert: (JSON) -> T?
    ) {
        with(name) { decoder, json in
            if let converted = convert(json) { value = converted } else { decoder.refuse(type, json) }
        }
    }

    /// Reads the elements of a repeated field. Google's front ends take a single value for a list of one.
    private mutating func elements(_ name: StaticString, _ read: (inout ProtoJSONReader, JSON) -> Void) {
        with(name) { decoder, json in
            guard case .array(let elements) = json else { return read(&decoder, json) }
            for (index, element) in elements.enumerated() {
                guard !decoder.isFull else { return }
                decoder.path.append(.index(index))
                read(&decoder, element)
                decoder.path.removeLast()
            }
        }
    }

    private mutating func scalars<T>(
        _ name: StaticString, _ type: String, _ values: inout [T], _ convert: (JSON) -> T?
    ) {
        elements(name) { decoder, json in
            if let value = convert(json) { values.append(value) } else { decoder.refuse(type, json) }
        }
    }

    /// Reads the entries of a map, each with its place on the path.
    private mutating func mapEntries(
        _ name: StaticString, _ read: (inout ProtoJSONReader, String, JSON) -> Void
    ) {
        with(name) { decoder, json in
            guard case .object(let object) = json else { return decoder.refuse("TYPE_MESSAGE", json) }
            guard object.count <= StringMap.maxDecodedEntries else {
                return decoder.refuse("TYPE_MESSAGE", "more than \(StringMap.maxDecodedEntries) entries")
            }
            for (index, member) in object.members.enumerated() {
                decoder.path += [.index(index), .mapValue]
                read(&decoder, member.key, member.value)
                decoder.path.removeLast(2)
            }
        }
    }

    // MARK: Fields

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) {
        scalar(name, "TYPE_STRING", &value) { $0.stringValue }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) {
        scalar(name, "TYPE_STRING", &value) { $0.stringValue.map(Optional.some) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) {
        scalar(name, "TYPE_BOOL", &value, ProtoJSONScalar.bool)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) {
        scalar(name, "TYPE_BOOL", &value) { ProtoJSONScalar.bool($0).map(Optional.some) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) {
        scalar(name, "TYPE_INT32", &value, ProtoJSONScalar.int32)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) {
        scalar(name, "TYPE_INT32", &value) { ProtoJSONScalar.int32($0).map(Optional.some) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) {
        scalar(name, "TYPE_INT64", &value) { $0.intValue }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) {
        scalar(name, "TYPE_INT64", &value) { $0.intValue.map(Optional.some) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) {
        scalars(name, "TYPE_INT64", &value) { $0.intValue }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) {
        scalar(name, "TYPE_DOUBLE", &value) { ProtoJSONScalar.double($0).map(Optional.some) }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) {
        scalar(name, "TYPE_DOUBLE", &value, ProtoJSONScalar.double)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) {
        with(name) { decoder, json in
            if let bytes = decoder.bytes(json) { value = bytes }
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) {
        elements(name) { decoder, json in
            if let bytes = decoder.bytes(json) { value.append(bytes) }
        }
    }

    private mutating func bytes(_ json: JSON) -> [UInt8]? {
        guard case .string(let text) = json else {
            refuse("TYPE_BYTES", json)
            return nil
        }
        guard let bytes = Base64.decode(text) else {
            let excerpt = text.utf8.count > 200 ? text.prefix(200) + "…" : text[...]
            refuse("TYPE_BYTES", "Base64 decoding failed for \"\(excerpt)\"")
            return nil
        }
        return bytes
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) {
        with(name) { decoder, json in
            let type = "type.googleapis.com/google.protobuf.Duration"
            guard case .string(let text) = json else { return decoder.refuse(type, json) }
            value = Duration(protoJSON: text)
            guard value == nil else { return }
            let reason = ProtoJSONScalar.durationProblem(text)
            decoder.refuse(type, "Field '\(name)', \(reason)")
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) {
        with(name) { decoder, json in
            let type = "type.googleapis.com/google.protobuf.Timestamp"
            guard case .string(let text) = json else { return decoder.refuse(type, json) }
            value = Timestamp(rfc3339: text)
            guard value == nil else { return }
            let reason = ProtoJSONScalar.timestampProblem(text)
            decoder.refuse(type, "Field '\(name)', \(reason)")
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) {
        scalar(name, "type.googleapis.com/google.protobuf.FieldMask", &value) {
            $0.stringValue.map { FieldMask(json: $0) }
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) {
        scalars(name, "TYPE_STRING", &value) { $0.stringValue }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) {
        scalars(name, "TYPE_INT32", &value, ProtoJSONScalar.int32)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) {
        mapEntries(name) { decoder, key, json in
            if case .string(let text) = json {
                value[key] = text
            } else {
                decoder.refuse("TYPE_STRING", json)
            }
        }
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E) {
        scalar(name, "TYPE_ENUM", &value, Self.enumeration)
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        scalars(name, "TYPE_ENUM", &value, Self.enumeration)
    }

    private static func enumeration<E: ProtoEnum>(_ json: JSON) -> E? {
        if case .string(let text) = json, let known = E.names.first(where: { $0.name == text }) {
            return E(rawValue: known.number)
        }
        return ProtoJSONScalar.int32(json).map(E.init(rawValue:))
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?) {
        with(name) { decoder, json in
            guard case .object(let object) = json else { return decoder.refuse("TYPE_MESSAGE", json) }
            var message = M()
            decoder.read(object, into: &message)
            value = message
        }
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M]) {
        elements(name) { decoder, json in
            guard case .object(let object) = json else { return decoder.refuse("TYPE_MESSAGE", json) }
            var message = M()
            decoder.read(object, into: &message)
            value.append(message)
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) {
        mapEntries(name) { decoder, key, json in
            if let integer = json.intValue {
                value[key] = integer
            } else {
                decoder.refuse("TYPE_INT64", json)
            }
        }
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>) {
        mapEntries(name) { decoder, key, json in
            guard case .object(let fields) = json else { return decoder.refuse("TYPE_MESSAGE", json) }
            var message = M()
            decoder.read(fields, into: &message)
            value[key] = message
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) {
        with(name) { _, json in value = json }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) {
        elements(name) { _, json in value.append(json) }
    }
}
