extension FieldMask {
    /// Copies every field that the mask names from `source` to `target`, set or unset as it is there.
    ///
    /// Repeated and map fields are replaced whole. The error texts are those of Google's Pub/Sub emulator.
    ///
    /// - Parameters:
    ///   - request: the request's message name for error texts, for example `UpdateTopicRequest`.
    ///   - resource: the resource's name for error texts, for example `Topic`.
    /// - Throws: INVALID_ARGUMENT for a mask without paths or a path that names no field; `target` is then as
    ///   it was.
    public func apply<M: Message>(
        from source: M, to target: inout M, request: String, resource: String
    ) throws(Status) {
        guard !paths.isEmpty else {
            throw Self.refusal(
                "The update_mask in the \(request) must be set, and must contain a non-empty paths list.")
        }
        var source = source
        var result = target
        for path in paths {
            var copier = FieldCopier(path.split(separator: ".", omittingEmptySubsequences: false))
            copier.read(&source)
            guard copier.found else {
                throw Self.refusal(
                    "Invalid update_mask provided in the \(request): \(path.prefix(200)) is not a known "
                        + "\(resource) field. Note that field paths must be of the form "
                        + "'schema_settings' rather than 'schemaSetings'.")
            }
            copier.write(&result)
        }
        target = result
    }

    private static func refusal(_ message: String) -> Status {
        Status(
            .invalidArgument, message,
            details: [.badRequest([Status.FieldViolation(field: "update_mask", description: message)])])
    }
}

/// Takes the value at one path out of a message, and then puts it into another.
private struct FieldCopier: FieldVisitor, ~Copyable {
    private struct Box<T> {
        var value: T
    }

    private let path: [Substring]
    private var depth = 0
    private var writing = false
    private var slot: Any?
    /// Whether the message that holds the value is set in the source.
    private var parentIsSet = true
    private(set) var found = false

    init(_ path: [Substring]) { self.path = path }

    mutating func read<M: Message>(_ message: inout M) {
        // A message type may contain itself, so the path bounds the recursion.
        if path.count <= ProtobufDecoder.maxDepth { message.visit(&self) }
    }

    mutating func write<M: Message>(_ message: inout M) {
        writing = true
        message.visit(&self)
    }

    private func matches(_ name: StaticString) -> Bool { path[depth] == FieldName.snakeCase(name) }

    private mutating func copy<T>(_ name: StaticString, _ value: inout T) {
        guard depth == path.count - 1, matches(name) else { return }
        if writing {
            if let box = slot as? Box<T> { value = box.value }
        } else {
            slot = Box(value: value)
            found = true
        }
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8]) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String]) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]]) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32]) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap) { copy(name, &value) }
    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E) {
        copy(name, &value)
    }

    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E]) {
        copy(name, &value)
    }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M]) {
        copy(name, &value)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap) { copy(name, &value) }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>) {
        copy(name, &value)
    }

    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64]) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?) { copy(name, &value) }
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON]) { copy(name, &value) }

    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?) {
        guard depth < path.count - 1 else { return copy(name, &value) }
        guard matches(name) else { return }
        // What is not set in the source clears a field of the target, but does not make its message be set.
        if !writing, value == nil { parentIsSet = false }
        if writing, value == nil, !parentIsSet { return }
        var message = value ?? M()
        depth += 1
        message.visit(&self)
        depth -= 1
        if writing { value = message }
    }
}
