import CloudCore

/// The messages of `google/cloud/resourcemanager/v3/projects.proto`.
public enum ResourceManagerV3 {}

extension ResourceManagerV3 {
    /// `google.cloud.resourcemanager.v3.Project`.
    public struct Project: Message {
        /// `projects/{number}`.
        public var name = ""
        /// The folder or organization that the project belongs to, if any.
        public var parent = ""
        /// The id, for example `my-project`.
        public var projectID = ""
        /// The lifecycle state.
        public var state = State(rawValue: 0)
        /// A name for people.
        public var displayName = ""
        /// When the project was created.
        public var createTime: Timestamp?
        /// When the project was changed last.
        public var updateTime: Timestamp?
        /// When deletion was asked for.
        public var deleteTime: Timestamp?
        /// The version of the project.
        public var etag = ""
        /// Labels.
        public var labels: StringMap = [:]

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "parent", &parent)
            visitor.field(3, "projectId", &projectID)
            visitor.field(4, "state", &state)
            visitor.field(5, "displayName", &displayName)
            visitor.field(6, "createTime", &createTime)
            visitor.field(7, "updateTime", &updateTime)
            visitor.field(8, "deleteTime", &deleteTime)
            visitor.field(9, "etag", &etag)
            visitor.field(10, "labels", &labels)
        }
    }

    /// `google.cloud.resourcemanager.v3.Project.State`.
    public struct State: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "STATE_UNSPECIFIED"),
            (1, "ACTIVE"),
            (2, "DELETE_REQUESTED"),
        ]

        /// `ACTIVE`.
        public static let active = State(rawValue: 1)
    }

    /// `google.cloud.resourcemanager.v3.GetProjectRequest`.
    public struct GetProjectRequest: Message {
        /// `projects/{id or number}`.
        public var name = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }
}

/// The messages of Resource Manager v1, which is published as a discovery document only.
public enum ResourceManagerV1 {}

extension ResourceManagerV1 {
    /// `Project` of the discovery document.
    public struct Project: Message {
        /// The number, digits only.
        public var projectNumber: Int64 = 0
        /// The id, for example `my-project`.
        public var projectID = ""
        /// The lifecycle state, for example `ACTIVE`.
        public var lifecycleState = LifecycleState(rawValue: 0)
        /// A name for people.
        public var name = ""
        /// When the project was created.
        public var createTime: Timestamp?

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`. The numbers are this package's: the API has JSON only.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectNumber", &projectNumber)
            visitor.field(2, "projectId", &projectID)
            visitor.field(3, "lifecycleState", &lifecycleState)
            visitor.field(4, "name", &name)
            visitor.field(5, "createTime", &createTime)
        }
    }

    /// The values of `Project.lifecycleState`.
    public struct LifecycleState: ProtoEnum {
        /// The number on the wire.
        public var rawValue: Int32

        /// Makes the value with that number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The known values.
        public static let names: [(number: Int32, name: String)] = [
            (0, "LIFECYCLE_STATE_UNSPECIFIED"),
            (1, "ACTIVE"),
            (2, "DELETE_REQUESTED"),
            (3, "DELETE_IN_PROGRESS"),
        ]

        /// `ACTIVE`.
        public static let active = LifecycleState(rawValue: 1)
    }

    /// The parameters of `projects.get`.
    public struct GetProjectRequest: Message {
        /// The id of the project.
        public var projectID = ""

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "projectId", &projectID)
        }
    }
}
