/// The full names that types have in their API definition.
public enum DefinitionName {
    /// The name of a message type that is used in `package`.
    public static func of(_ type: any Message.Type, in package: String) -> String {
        type.definitionName ?? package + "." + path(of: type)
    }

    /// The name of an enumeration that is used in `package`.
    public static func of(_ type: any ProtoEnum.Type, in package: String) -> String {
        type.definitionName ?? package + "." + path(of: type)
    }

    /// The name of a Swift type within its module: `PushConfig.OidcToken`.
    private static func path(of type: Any.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().filter { !$0.hasPrefix("(") }
            .joined(separator: ".")
    }
}
