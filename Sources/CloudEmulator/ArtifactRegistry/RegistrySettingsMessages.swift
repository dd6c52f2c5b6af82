import CloudCore

extension ArtifactRegistryV1 {
    /// `google.devtools.artifactregistry.v1.GetProjectSettingsRequest`.
    struct GetProjectSettingsRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.GetProjectSettingsRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.cloud.location.ListLocationsRequest`. All fit on one page.
    struct ListLocationsRequest: Message {
        static let definitionName: String? = "google.cloud.location.ListLocationsRequest"

        var name = ""
        var filter = ""
        var pageSize: Int32 = 0
        var pageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "filter", &filter)
            visitor.field(3, "pageSize", &pageSize)
            visitor.field(4, "pageToken", &pageToken)
        }
    }

    /// `google.cloud.location.ListLocationsResponse`.
    struct ListLocationsResponse: Message {
        static let definitionName: String? = "google.cloud.location.ListLocationsResponse"

        var locations: [Location] = []
        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "locations", &locations)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.cloud.location.Location`.
    struct Location: Message {
        static let definitionName: String? = "google.cloud.location.Location"

        var name = ""
        var locationID = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(4, "locationId", &locationID)
        }
    }

    /// `grafeas.v1.ListOccurrencesRequest`.
    struct ListOccurrencesRequest: Message {
        static let definitionName: String? = "grafeas.v1.ListOccurrencesRequest"

        var parent = ""
        var filter = ""
        var pageSize: Int32 = 0
        var pageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "parent", &parent)
            visitor.field(2, "filter", &filter)
            visitor.field(3, "pageSize", &pageSize)
            visitor.field(4, "pageToken", &pageToken)
        }
    }

    /// `grafeas.v1.ListOccurrencesResponse`, always an empty one.
    struct ListOccurrencesResponse: Message {
        static let definitionName: String? = "grafeas.v1.ListOccurrencesResponse"

        var nextPageToken = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.devtools.artifactregistry.v1.GetPackageRequest`.
    struct GetPackageRequest: Message {
        static let definitionName: String? = "google.devtools.artifactregistry.v1.GetPackageRequest"

        var name = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }
}
