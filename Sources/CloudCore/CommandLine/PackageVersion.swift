/// The version of this package, which its executables print (Semantic Versioning; see CHANGELOG.md).
public enum PackageVersion {
    /// The version, for example `1.2.3`.
    public static let current = "0.1.0"
}
