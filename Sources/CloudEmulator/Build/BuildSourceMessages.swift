import CloudCore

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.Source`.
    struct Source: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Source"
        static let oneofs = [Oneof("source", 2, 3, 5, 8, 9)]

        var storageSource: StorageSource?
        var repoSource: Unsupported?
        var gitSource: Unsupported?
        var storageSourceManifest: Unsupported?
        var connectedRepository: Unsupported?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(2, "storageSource", &storageSource)
            visitor.field(3, "repoSource", &repoSource)
            visitor.field(5, "gitSource", &gitSource)
            visitor.field(8, "storageSourceManifest", &storageSourceManifest)
            visitor.field(9, "connectedRepository", &connectedRepository)
        }
    }

    /// `google.devtools.cloudbuild.v1.StorageSource`.
    struct StorageSource: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.StorageSource"

        var bucket = ""
        var object = ""
        var generation: Int64 = 0
        var sourceFetcher = StorageSource.SourceFetcher(rawValue: 0)

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "bucket", &bucket)
            visitor.field(2, "object", &object)
            visitor.field(3, "generation", &generation)
            visitor.field(5, "sourceFetcher", &sourceFetcher)
        }
    }
}

extension CloudBuildV1.StorageSource {
    /// `google.devtools.cloudbuild.v1.StorageSource.SourceFetcher`.
    struct SourceFetcher: ProtoEnum {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.StorageSource.SourceFetcher"

        let rawValue: Int32

        static let sourceFetcherUnspecified = Self(rawValue: 0)
        static let gsutil = Self(rawValue: 1)
        static let gcsFetcher = Self(rawValue: 2)

        static let names: [(number: Int32, name: String)] = [
            (0, "SOURCE_FETCHER_UNSPECIFIED"), (1, "GSUTIL"), (2, "GCS_FETCHER"),
        ]
    }
}

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.SourceProvenance`.
    struct SourceProvenance: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.SourceProvenance"

        var resolvedStorageSource: StorageSource?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(3, "resolvedStorageSource", &resolvedStorageSource)
        }
    }
}
