/// What this emulator supports, beside what Google's own does: the methods as the method table has them, the features,
/// and the limits as they are checked.
///
/// The column of Google's emulator says what it did when it was called: version 0.8.20, of the Google Cloud CLI.
public enum SupportTable {
    /// The tables in Markdown.
    public static var markdown: String { [methods, features, limits].joined(separator: "\n\n") }

    /// The methods: a row for each.
    static var methods: String {
        table(
            "Method",
            Emulator.support.map { row in
                let name = String(row.path.dropFirst()).replacing("/", with: ".")
                    .replacing("google.pubsub.v1.", with: "").replacing("google.iam.v1.", with: "")
                return Row(
                    what: name, ours: row.isSupported ? "yes" : unimplemented,
                    official: officialMethods[name] ?? "yes")
            })
    }

    static let unimplemented = "no: answers UNIMPLEMENTED"

    /// What Google's emulator does not do as the service does.
    private static let officialMethods = [
        "Publisher.UpdateTopic": "in part: refuses labels and others",
        "Publisher.DetachSubscription": unimplemented,
        "Subscriber.UpdateSnapshot": unimplemented, "IAMPolicy.GetIamPolicy": unimplemented,
        "IAMPolicy.SetIamPolicy": unimplemented, "IAMPolicy.TestIamPermissions": unimplemented,
    ]

    struct Row {
        var what: String
        var ours: String
        var official: String
    }

    static func table(_ title: String, _ rows: [Row]) -> String {
        let lines = rows.map { "| \($0.what) | \($0.ours) | \($0.official) |" }
        return (["| \(title) | Supported | Google's emulator |", "|---|---|---|"] + lines).joined(
            separator: "\n")
    }
}
