/// The methods of the API and whether this emulator has them, made from the method table that it serves.
public enum SupportTable {
    /// The table in Markdown, a row for each method.
    public static var markdown: String {
        var lines = ["| Method | Supported |", "|---|---|"]
        for row in Emulator.support {
            let name = row.path.dropFirst().replacing("/", with: ".").replacing("google.pubsub.v1.", with: "")
                .replacing("google.iam.v1.", with: "")
            lines.append("| \(name) | \(row.isSupported ? "yes" : "no: answers UNIMPLEMENTED") |")
        }
        return lines.joined(separator: "\n")
    }
}
