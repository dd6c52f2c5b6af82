import CloudCore

extension CloudBuildV1 {
    /// `google.devtools.cloudbuild.v1.BuildStep`.
    struct BuildStep: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.BuildStep"

        var name = ""
        var env: [String] = []
        var args: [String] = []
        var dir = ""
        var id = ""
        var waitFor: [String] = []
        var entrypoint = ""
        var secretEnv: [String] = []
        var volumes: [Volume] = []
        var timing: TimeSpan?
        var timeout: Duration?
        var status = Build.Status(rawValue: 0)
        var pullTiming: TimeSpan?
        var allowFailure = false
        var exitCode: Int32 = 0
        var allowExitCodes: [Int32] = []
        var script = ""
        var automapSubstitutions: Bool?

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "env", &env)
            visitor.field(3, "args", &args)
            visitor.field(4, "dir", &dir)
            visitor.field(5, "id", &id)
            visitor.field(6, "waitFor", &waitFor)
            visitor.field(7, "entrypoint", &entrypoint)
            visitor.field(8, "secretEnv", &secretEnv)
            visitor.field(9, "volumes", &volumes)
            visitor.field(10, "timing", &timing)
            visitor.field(11, "timeout", &timeout)
            visitor.field(12, "status", &status)
            visitor.field(13, "pullTiming", &pullTiming)
            visitor.field(14, "allowFailure", &allowFailure)
            visitor.field(16, "exitCode", &exitCode)
            visitor.field(18, "allowExitCodes", &allowExitCodes)
            visitor.field(19, "script", &script)
            visitor.field(20, "automapSubstitutions", &automapSubstitutions)
        }
    }

    /// `google.devtools.cloudbuild.v1.Volume`.
    struct Volume: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Volume"

        var name = ""
        var path = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "name", &name)
            visitor.field(2, "path", &path)
        }
    }

    /// `google.devtools.cloudbuild.v1.Secrets`.
    struct Secrets: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.Secrets"

        var secretManager: [SecretManagerSecret] = []
        var inline: [Unsupported] = []

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "secretManager", &secretManager)
            visitor.field(2, "inline", &inline)
        }
    }

    /// `google.devtools.cloudbuild.v1.SecretManagerSecret`.
    struct SecretManagerSecret: Message {
        static let definitionName: String? = "google.devtools.cloudbuild.v1.SecretManagerSecret"

        var versionName = ""
        var env = ""

        mutating func visit<V: FieldVisitor & ~Copyable>(_ visitor: inout V) {
            visitor.field(1, "versionName", &versionName)
            visitor.field(2, "env", &env)
        }
    }
}
