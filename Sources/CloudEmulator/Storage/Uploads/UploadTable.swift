final class UploadTable: Sendable {}
