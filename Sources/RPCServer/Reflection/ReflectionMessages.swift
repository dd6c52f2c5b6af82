import CloudCore

// The messages of grpc `src/proto/grpc/reflection/v1/reflection.proto`; those of `v1alpha` are the same.

/// `grpc.reflection.v1.ServerReflectionRequest`: one question.
struct ServerReflectionRequest: Message {
    var host = ""
    var fileByFilename: String?
    var fileContainingSymbol: String?
    var fileContainingExtension: ExtensionRequest?
    var allExtensionNumbersOfType: String?
    var listServices: String?

    static let oneofs = [Oneof("message_request", 3, 4, 5, 6, 7)]

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "host", &host)
        visitor.field(3, "fileByFilename", &fileByFilename)
        visitor.field(4, "fileContainingSymbol", &fileContainingSymbol)
        visitor.field(5, "fileContainingExtension", &fileContainingExtension)
        visitor.field(6, "allExtensionNumbersOfType", &allExtensionNumbersOfType)
        visitor.field(7, "listServices", &listServices)
    }
}

/// `grpc.reflection.v1.ExtensionRequest`: an extension of a message of proto2.
struct ExtensionRequest: Message {
    var containingType = ""
    var extensionNumber: Int32 = 0

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "containingType", &containingType)
        visitor.field(2, "extensionNumber", &extensionNumber)
    }
}

/// `grpc.reflection.v1.ServerReflectionResponse`: the answer to one question.
struct ServerReflectionResponse: Message {
    var validHost = ""
    var originalRequest: ServerReflectionRequest?
    var fileDescriptorResponse: FileDescriptorResponse?
    var allExtensionNumbersResponse: ExtensionNumberResponse?
    var listServicesResponse: ListServiceResponse?
    var errorResponse: ErrorResponse?

    static let oneofs = [Oneof("message_response", 4, 5, 6, 7)]

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "validHost", &validHost)
        visitor.field(2, "originalRequest", &originalRequest)
        visitor.field(4, "fileDescriptorResponse", &fileDescriptorResponse)
        visitor.field(5, "allExtensionNumbersResponse", &allExtensionNumbersResponse)
        visitor.field(6, "listServicesResponse", &listServicesResponse)
        visitor.field(7, "errorResponse", &errorResponse)
    }
}

/// `grpc.reflection.v1.FileDescriptorResponse`: encoded files.
struct FileDescriptorResponse: Message {
    var fileDescriptorProto: [[UInt8]] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "fileDescriptorProto", &fileDescriptorProto)
    }
}

/// `grpc.reflection.v1.ExtensionNumberResponse`.
struct ExtensionNumberResponse: Message {
    var baseTypeName = ""
    var extensionNumber: [Int32] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "baseTypeName", &baseTypeName)
        visitor.field(2, "extensionNumber", &extensionNumber)
    }
}

/// `grpc.reflection.v1.ListServiceResponse`: the services there are.
struct ListServiceResponse: Message {
    var service: [ServiceResponse] = []

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "service", &service)
    }
}

/// `grpc.reflection.v1.ServiceResponse`: one of them, by its full name.
struct ServiceResponse: Message {
    var name = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "name", &name)
    }
}

/// `grpc.reflection.v1.ErrorResponse`: why a question has no answer.
struct ErrorResponse: Message {
    var errorCode: Int32 = 0
    var errorMessage = ""

    mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
        visitor.field(1, "errorCode", &errorCode)
        visitor.field(2, "errorMessage", &errorMessage)
    }
}
