/// A protocol buffer message: one `visit` with a line per field drives every representation of it.
///
/// The same lines decode and encode the protobuf wire format, decode and encode proto3 JSON, and copy the
/// fields that a field mask names. A visitor reads or writes each field it is shown; it never throws, but
/// remembers its first fault, so `visit` is a plain list:
///
/// ```swift
/// mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
///     visitor.field(1, "name", &name)
///     visitor.field(2, "ackDeadlineSeconds", &ackDeadlineSeconds)
/// }
/// ```
///
/// Lines stand in the order of their field numbers: decoders are fastest on fields that arrive in that order.
public protocol Message: Sendable, Equatable {
    /// The message with every field at its default.
    init()

    /// Shows each field to `visitor`: its number, its JSON name in lowerCamelCase, and its storage.
    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V)

    /// The groups of fields of which at most one is set; none unless said otherwise.
    static var oneofs: [Oneof] { get }

    /// The full name in the API definition, for example `google.protobuf.Empty`; nil when it is the name of the
    /// Swift type in the package of whatever uses it.
    static var definitionName: String? { get }
}

extension Message {
    /// No group of fields excludes one another.
    @inlinable public static var oneofs: [Oneof] { [] }

    /// The name of the Swift type.
    public static var definitionName: String? { nil }
}

/// A `oneof` of a message: a group of fields of which at most one is set. Each is declared as an optional.
public struct Oneof: Sendable {
    /// The name in the API definition.
    public let name: StaticString
    /// The numbers of the fields.
    public let fields: [Int]

    /// Makes a group of the fields with those numbers.
    public init(_ name: StaticString, _ fields: Int...) {
        self.name = name
        self.fields = fields
    }
}

/// An open enumeration: values that this version does not know keep their number.
public protocol ProtoEnum: RawRepresentable, Sendable, Equatable where RawValue == Int32 {
    /// Makes the value with that number, known or not.
    init(rawValue: Int32)

    /// The known values with their names in the API definition; the first is the default, number 0.
    static var names: [(number: Int32, name: String)] { get }

    /// The full name in the API definition; nil when it is the name of the Swift type in the package of whatever
    /// uses it.
    static var definitionName: String? { get }
}

extension ProtoEnum {
    /// The name of the Swift type.
    public static var definitionName: String? { nil }
}

/// What walks over the fields of a message. See `Message`.
///
/// Scalars given as optionals have explicit presence (`optional`, or a member of a `oneof`).
public protocol FieldVisitor: ~Copyable {
    /// Shows a string.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String)
    /// Shows a string with presence.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout String?)
    /// Shows a boolean.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool)
    /// Shows a boolean with presence.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Bool?)
    /// Shows a 32-bit integer.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32)
    /// Shows a 32-bit integer with presence.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int32?)
    /// Shows a 64-bit integer.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64)
    /// Shows a 64-bit integer with presence.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Int64?)
    /// Shows a double.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double)
    /// Shows a double with presence.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Double?)
    /// Shows bytes.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [UInt8])
    /// Shows a duration.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Duration?)
    /// Shows a timestamp.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout Timestamp?)
    /// Shows a field mask.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout FieldMask?)
    /// Shows repeated strings.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [String])
    /// Shows repeated bytes.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [[UInt8]])
    /// Shows repeated 32-bit integers.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int32])
    /// Shows repeated 64-bit integers.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [Int64])
    /// Shows a map of strings.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout StringMap)
    /// Shows an enumeration.
    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout E)
    /// Shows repeated enumerations.
    mutating func field<E: ProtoEnum>(_ number: Int, _ name: StaticString, _ value: inout [E])
    /// Shows a message.
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout M?)
    /// Shows repeated messages.
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout [M])
    /// Shows a map of 64-bit integers.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout IntegerMap)
    /// Shows a map of messages.
    mutating func field<M: Message>(_ number: Int, _ name: StaticString, _ value: inout MessageMap<M>)
    /// Shows any JSON value. It has no protobuf form: only APIs that are REST alone have such fields, for example
    /// BigQuery's rows.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout JSON?)
    /// Shows repeated JSON values; as the single one.
    mutating func field(_ number: Int, _ name: StaticString, _ value: inout [JSON])
}
