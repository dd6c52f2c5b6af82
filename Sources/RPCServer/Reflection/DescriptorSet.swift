import CloudCore

/// Descriptions of services and of everything that their messages consist of, made from the code that serves them.
struct DescriptorSet: Sendable {
    /// The full names of the services, sorted.
    private(set) var services: [String] = []
    /// The files by name.
    private(set) var files: [String: FileDescriptorProto] = [:]
    /// The file that declares a service, method, message or enumeration, by its full name.
    private(set) var fileOfSymbol: [String: String] = [:]
    /// The full names of the messages.
    private(set) var messages: Set<String> = []

    /// Describes the methods with those gRPC paths.
    init(_ methods: [(path: String, signature: RPCSignature)]) {
        var types = TypeCollector()
        var byService: [String: [MethodDescriptorProto]] = [:]
        for (path, signature) in methods {
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count == 2 else { continue }
            let package = SymbolName(parts[0]).package
            var method = MethodDescriptorProto()
            method.name = parts[1]
            method.inputType = "." + types.add(signature.request, in: package)
            method.outputType = "." + types.add(signature.response, in: package)
            method.clientStreaming = signature.clientStreams
            method.serverStreaming = signature.serverStreams
            byService[parts[0], default: []].append(method)
        }
        for (name, type) in types.enumerations.sorted(by: { $0.key < $1.key }) { add(name, type) }
        for (name, type) in types.messages.sorted(by: { $0.key < $1.key }) { add(name, type) }
        for (name, methods) in byService.sorted(by: { $0.key < $1.key }) { add(SymbolName(name), methods) }
    }

    /// The files with those that they depend on, each once, encoded.
    func encoded(_ name: String) -> [[UInt8]] {
        var names = [name]
        var next = 0
        while next < names.count {
            for dependency in files[names[next]]?.dependency ?? [] where !names.contains(dependency) {
                names.append(dependency)
            }
            next += 1
        }
        return names.compactMap { files[$0] }.map { ProtobufEncoder.bytes(of: $0) }
    }

    // MARK: Making

    private mutating func withFile(of name: SymbolName, _ body: (inout FileDescriptorProto) -> Void) {
        fileOfSymbol[name.text] = name.file
        var file = files[name.file] ?? FileDescriptorProto()
        file.name = name.file
        file.package = name.package
        body(&file)
        files[name.file] = file
    }

    private mutating func add(_ name: SymbolName, _ type: any Message.Type) {
        messages.insert(name.text)
        let message = DescriptorProto(describing: type, name)
        withFile(of: name) { file in
            file.depend(on: message.field.map(\.typeName))
            file.messageType.place(name.path[...]) { place in
                place.name = message.name
                place.field = message.field
                place.nestedType += message.nestedType
                place.oneofDecl = message.oneofDecl
            }
        }
    }

    private mutating func add(_ name: SymbolName, _ type: any ProtoEnum.Type) {
        let enumeration = EnumDescriptorProto(describing: type, name)
        withFile(of: name) { file in
            guard name.path.count > 1 else { return file.enumType.append(enumeration) }
            file.messageType.place(name.path.dropLast()) { $0.enumType.append(enumeration) }
        }
    }

    private mutating func add(_ name: SymbolName, _ methods: [MethodDescriptorProto]) {
        services.append(name.text)
        var service = ServiceDescriptorProto()
        service.name = name.path.joined(separator: ".")
        service.method = methods
        withFile(of: name) { file in
            file.depend(on: methods.flatMap { [$0.inputType, $0.outputType] })
            file.service.append(service)
        }
        for method in methods { fileOfSymbol[name.text + "." + method.name] = name.file }
    }
}

extension FileDescriptorProto {
    /// Notes the files of types, which are given with the point before their full names.
    fileprivate mutating func depend(on types: [String]) {
        let needed = types.filter { !$0.isEmpty }.map { SymbolName($0).file }
        dependency = Set(dependency).union(needed).subtracting([name]).sorted()
    }
}

extension [DescriptorProto] {
    /// Changes the message at a path of names, which is made if it is not there.
    fileprivate mutating func place(_ path: ArraySlice<String>, _ body: (inout DescriptorProto) -> Void) {
        guard let name = path.first else { return }
        let index = firstIndex { $0.name == name } ?? count
        if index == count {
            append(DescriptorProto())
            self[index].name = name
        }
        if path.count == 1 {
            body(&self[index])
        } else {
            self[index].nestedType.place(path.dropFirst(), body)
        }
    }
}
