import CloudCore

/// What may be asked for with testIamPermissions (`google/iam/v1/iam_policy.proto`: no wildcards).
package enum PermissionRules {
    /// The most permissions of one request.
    package static let maxPermissions = 100

    /// Checks the permissions of a request.
    ///
    /// - Throws: INVALID_ARGUMENT for too many, and for one that is none.
    package static func check(_ permissions: [String]) throws(Status) {
        guard permissions.count <= maxPermissions else {
            throw Status(
                .invalidArgument,
                "\(permissions.count) permissions are asked for, but the maximum is \(maxPermissions).")
        }
        for permission in permissions where !isPermission(permission) {
            throw Status(
                .invalidArgument, "Permission \(permission.prefix(200)) is not valid for this resource.")
        }
    }

    /// Whether a text has the form `service.resource.verb`.
    private static func isPermission(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0))
        }
        return parts.count >= 3 && isPlain && parts.allSatisfy { !$0.isEmpty }
    }
}
