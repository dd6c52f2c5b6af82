import CloudCore
import PubSubEmulator

/// The messages of `google/longrunning/operations.proto`.
public enum Longrunning {}

extension Longrunning {
    /// `google.longrunning.Operation`.
    public struct Operation: Message {
        /// `{parent}/operations/{id}`.
        public var name = ""
        /// What is known of it while it goes on.
        public var metadata: AnyMessage?
        /// Whether it has ended, so that it has an error or a response.
        public var done = false
        /// Why it has failed or was cancelled.
        public var error: StatusMessage?
        /// What came of it.
        public var response: AnyMessage?

        /// The full name in the API definition.
        public static let definitionName: String? = "google.longrunning.Operation"

        /// Of the results one is set at most.
        public static let oneofs = [Oneof("result", 4, 5)]

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "metadata", &metadata)
            visitor.field(3, "done", &done)
            visitor.field(4, "error", &error)
            visitor.field(5, "response", &response)
        }
    }

    /// `google.longrunning.GetOperationRequest`, and those of DeleteOperation and CancelOperation, which are alike.
    public struct OperationNameRequest: Message {
        /// The name of the operation.
        public var name = ""

        /// The full name in the API definition.
        public static let definitionName: String? = "google.longrunning.GetOperationRequest"

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
        }
    }

    /// `google.longrunning.ListOperationsRequest`.
    public struct ListOperationsRequest: Message {
        /// Which operations to list; only none is supported.
        public var filter = ""
        /// The most operations to return.
        public var pageSize: Int32 = 0
        /// Where to go on, from an earlier answer.
        public var pageToken = ""
        /// The resource that the operations are about.
        public var name = ""

        /// The full name in the API definition.
        public static let definitionName: String? = "google.longrunning.ListOperationsRequest"

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "filter", &filter)
            visitor.field(2, "pageSize", &pageSize)
            visitor.field(3, "pageToken", &pageToken)
            visitor.field(4, "name", &name)
        }
    }

    /// `google.longrunning.ListOperationsResponse`.
    public struct ListOperationsResponse: Message {
        /// A page of operations.
        public var operations: [Operation] = []
        /// Where the next page begins; empty for the last.
        public var nextPageToken = ""

        /// The full name in the API definition.
        public static let definitionName: String? = "google.longrunning.ListOperationsResponse"

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "operations", &operations)
            visitor.field(2, "nextPageToken", &nextPageToken)
        }
    }

    /// `google.longrunning.WaitOperationRequest`.
    public struct WaitOperationRequest: Message {
        /// The name of the operation.
        public var name = ""
        /// How long to wait at most.
        public var timeout: Duration?

        /// The full name in the API definition.
        public static let definitionName: String? = "google.longrunning.WaitOperationRequest"

        /// The message with every field at its default.
        public init() {}

        /// Shows each field to `visitor`.
        public mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "timeout", &timeout)
        }
    }
}
