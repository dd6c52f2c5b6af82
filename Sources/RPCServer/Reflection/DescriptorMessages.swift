import CloudCore

// The messages of `google/protobuf/descriptor.proto`, as far as proto3 messages and services need them.

/// `google.protobuf.FileDescriptorProto`: a file of definitions.
struct FileDescriptorProto: Message {
    var name = ""
    var package = ""
    var dependency: [String] = []
    var messageType: [DescriptorProto] = []
    var enumType: [EnumDescriptorProto] = []
    var service: [ServiceDescriptorProto] = []
    var syntax = "proto3"

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "package", &package)
        visitor.field(3, "dependency", &dependency)
        visitor.field(4, "messageType", &messageType)
        visitor.field(5, "enumType", &enumType)
        visitor.field(6, "service", &service)
        visitor.field(12, "syntax", &syntax)
    }
}

/// `google.protobuf.DescriptorProto`: a message.
struct DescriptorProto: Message {
    var name = ""
    var field: [FieldDescriptorProto] = []
    var nestedType: [DescriptorProto] = []
    var enumType: [EnumDescriptorProto] = []
    var options: MessageOptions?
    var oneofDecl: [OneofDescriptorProto] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "field", &field)
        visitor.field(3, "nestedType", &nestedType)
        visitor.field(4, "enumType", &enumType)
        visitor.field(7, "options", &options)
        visitor.field(8, "oneofDecl", &oneofDecl)
    }
}

/// `google.protobuf.MessageOptions`.
struct MessageOptions: Message {
    var mapEntry = false

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(7, "mapEntry", &mapEntry)
    }
}

/// `google.protobuf.OneofDescriptorProto`.
struct OneofDescriptorProto: Message {
    var name = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
    }
}

/// `google.protobuf.FieldDescriptorProto`: a field of a message.
struct FieldDescriptorProto: Message {
    var name = ""
    var number: Int32 = 0
    var label = Label.optional
    var type = FieldType.string
    var typeName = ""
    var oneofIndex: Int32?
    var jsonName = ""
    var proto3Optional = false

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(3, "number", &number)
        visitor.field(4, "label", &label)
        visitor.field(5, "type", &type)
        visitor.field(6, "typeName", &typeName)
        visitor.field(9, "oneofIndex", &oneofIndex)
        visitor.field(10, "jsonName", &jsonName)
        visitor.field(17, "proto3Optional", &proto3Optional)
    }
}

/// `google.protobuf.EnumDescriptorProto`: an enumeration.
struct EnumDescriptorProto: Message {
    var name = ""
    var value: [EnumValueDescriptorProto] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "value", &value)
    }
}

/// `google.protobuf.EnumValueDescriptorProto`.
struct EnumValueDescriptorProto: Message {
    var name = ""
    var number: Int32?

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "number", &number)
    }
}

/// `google.protobuf.ServiceDescriptorProto`: a service.
struct ServiceDescriptorProto: Message {
    var name = ""
    var method: [MethodDescriptorProto] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "method", &method)
    }
}

/// `google.protobuf.MethodDescriptorProto`: a method of a service.
struct MethodDescriptorProto: Message {
    var name = ""
    var inputType = ""
    var outputType = ""
    var clientStreaming = false
    var serverStreaming = false

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
        visitor.field(2, "inputType", &inputType)
        visitor.field(3, "outputType", &outputType)
        visitor.field(5, "clientStreaming", &clientStreaming)
        visitor.field(6, "serverStreaming", &serverStreaming)
    }
}

extension FieldDescriptorProto {
    /// `google.protobuf.FieldDescriptorProto.Label`.
    struct Label: ProtoEnum {
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [(1, "LABEL_OPTIONAL"), (3, "LABEL_REPEATED")]

        static let optional = Label(rawValue: 1)
        static let repeated = Label(rawValue: 3)
    }

    /// `google.protobuf.FieldDescriptorProto.Type`.
    struct FieldType: ProtoEnum {
        var rawValue: Int32

        static let names: [(number: Int32, name: String)] = [
            (1, "TYPE_DOUBLE"), (3, "TYPE_INT64"), (5, "TYPE_INT32"), (8, "TYPE_BOOL"), (9, "TYPE_STRING"),
            (11, "TYPE_MESSAGE"), (12, "TYPE_BYTES"), (14, "TYPE_ENUM"),
        ]

        static let double = FieldType(rawValue: 1)
        static let int64 = FieldType(rawValue: 3)
        static let int32 = FieldType(rawValue: 5)
        static let bool = FieldType(rawValue: 8)
        static let string = FieldType(rawValue: 9)
        static let message = FieldType(rawValue: 11)
        static let bytes = FieldType(rawValue: 12)
        static let enumeration = FieldType(rawValue: 14)
    }
}
