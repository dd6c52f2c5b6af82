import CloudCore
import Synchronization

/// `grpc.reflection.v1.ServerReflection` and its older twin `v1alpha`: tells tools such as grpcurl what can be
/// called, with descriptions made from the method table and the messages' own code.
///
/// Source: grpc `doc/server-reflection.md`. There is one made file for each package, so file names are not those of
/// the published sources; annotations such as HTTP rules are not described.
final class ReflectionService: Sendable {
    private static let versions = ["v1", "v1alpha"]
    private let described: [(path: String, signature: RPCSignature)]
    /// Made when first asked for: most servers never are.
    private let descriptors = Mutex<DescriptorSet?>(nil)

    /// Makes the service for a server of `methods`; it describes itself too.
    init(describing methods: [RPCMethod]) {
        let own = RPCSignature(
            ServerReflectionRequest.self, ServerReflectionResponse.self, clientStreams: true,
            serverStreams: true)
        described =
            methods.map { ($0.path, $0.signature) } + Self.versions.map { (Self.path($0), own) }
    }

    /// The rows of the method table.
    var methods: [RPCMethod] {
        Self.versions.map { version in
            .streaming(Self.path(version)) { (_, responses) throws(Status) in
                ReflectionStream(self, responses)
            }
        }
    }

    private static func path(_ version: String) -> String {
        "/grpc.reflection.\(version).ServerReflection/ServerReflectionInfo"
    }

    /// Answers one question.
    func answer(_ request: ServerReflectionRequest) -> ServerReflectionResponse {
        var response = ServerReflectionResponse()
        response.validHost = request.host
        response.originalRequest = request
        do throws(Status) {
            try answer(request, in: &response)
        } catch {
            response.errorResponse = ErrorResponse(
                errorCode: error.code.rawValue, errorMessage: error.message)
        }
        return response
    }

    private func answer(
        _ request: ServerReflectionRequest, in response: inout ServerReflectionResponse
    ) throws(Status) {
        let set = descriptorSet
        if let file = request.fileByFilename {
            guard set.files[file] != nil else { throw Self.notFound("File", file) }
            response.fileDescriptorResponse = FileDescriptorResponse(fileDescriptorProto: set.encoded(file))
        } else if let symbol = request.fileContainingSymbol {
            guard let file = set.fileOfSymbol[symbol] else { throw Self.notFound("Symbol", symbol) }
            response.fileDescriptorResponse = FileDescriptorResponse(fileDescriptorProto: set.encoded(file))
        } else if let wanted = request.fileContainingExtension {
            // Messages of proto3 have no extensions.
            throw Self.notFound("Extension", "\(wanted.extensionNumber) of \(wanted.containingType)")
        } else if let type = request.allExtensionNumbersOfType {
            guard set.messages.contains(type) else { throw Self.notFound("Message", type) }
            response.allExtensionNumbersResponse = ExtensionNumberResponse(baseTypeName: type)
        } else if request.listServices != nil {
            response.listServicesResponse = ListServiceResponse(
                service: set.services.map { ServiceResponse(name: $0) })
        } else {
            throw Status(
                .invalidArgument,
                "The request has none of file_by_filename, file_containing_symbol, file_containing_extension, "
                    + "all_extension_numbers_of_type and list_services.")
        }
    }

    private var descriptorSet: DescriptorSet {
        descriptors.withLock { set in
            if let set { return set }
            let made = DescriptorSet(described)
            set = made
            return made
        }
    }

    private static func notFound(_ kind: String, _ name: String) -> Status {
        Status(.notFound, "\(kind) not found: \(name.prefix(500))")
    }
}
