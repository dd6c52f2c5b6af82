/// Google's rule for the spelling of one kind of name.
struct NameRule {
    let noun: String
    let description: String
    private let lengths: ClosedRange<Int>
    private let first: Letters
    private let inner: Letters
    private let last: Letters
    private let refusedPrefix: String?

    private init(
        _ noun: String, _ lengths: ClosedRange<Int>, first: Letters, inner: Letters, last: Letters? = nil,
        not refusedPrefix: String? = nil, _ description: String
    ) {
        self.noun = noun
        self.lengths = lengths
        self.first = first
        self.inner = inner
        self.last = last ?? inner
        self.refusedPrefix = refusedPrefix
        self.description = description
    }

    func accepts(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard lengths.contains(bytes.count), let start = bytes.first, let end = bytes.last else {
            return false
        }
        if let refusedPrefix, name.lowercased().hasPrefix(refusedPrefix) { return false }
        return first.contains(start) && last.contains(end) && bytes.allSatisfy(inner.contains)
    }

    /// A set of ASCII characters.
    private struct Letters {
        let lower: Bool
        let upper: Bool
        let digits: Bool
        let others: [UInt8]

        init(lower: Bool = false, upper: Bool = false, digits: Bool = false, _ others: String = "") {
            self.lower = lower
            self.upper = upper
            self.digits = digits
            self.others = Array(others.utf8)
        }

        func contains(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x61...0x7a: lower
            case 0x41...0x5a: upper
            case 0x30...0x39: digits
            default: others.contains(byte)
            }
        }

        static let lower = Letters(lower: true)
        static let letters = Letters(lower: true, upper: true)
        static let lowerDigits = Letters(lower: true, digits: true)
        static let lowerDigitsHyphen = Letters(lower: true, digits: true, "-")
        static let word = Letters(lower: true, upper: true, digits: true, "_")
        static let wordHyphen = Letters(lower: true, upper: true, digits: true, "_-")
    }

    /// Source: Pub/Sub, "Guidelines to name a topic, subscription, schema, or snapshot".
    static let pubsub = NameRule(
        "topic or subscription id", 3...255, first: .letters,
        inner: Letters(lower: true, upper: true, digits: true, "-_.~+%"), not: "goog",
        "use 3 to 255 letters, digits and -_.~+%, starting with a letter and not with goog")
    /// Source: Cloud Run v2, services.create: fewer than 50 characters.
    static let cloudRun = NameRule(
        "service name", 1...49, first: .lower, inner: .lowerDigitsHyphen, last: .lowerDigits,
        "use at most 49 lower-case letters, digits and inner hyphens, starting with a letter")
    /// Source: IAM, serviceAccounts.create.
    static let serviceAccount = NameRule(
        "service account id", 6...30, first: .lower, inner: .lowerDigitsHyphen, last: .lowerDigits,
        "use 6 to 30 lower-case letters, digits and inner hyphens, starting with a letter, or a full email")
    /// Source: Resource Manager, projects: project ids.
    static let project = NameRule(
        "project id", 6...30, first: .lower, inner: .lowerDigitsHyphen, last: .lowerDigits,
        "use 6 to 30 lower-case letters, digits and inner hyphens, starting with a letter")
    /// Source: Cloud locations, for example `europe-west1`.
    static let region = NameRule(
        "region", 2...40, first: .lower, inner: .lowerDigitsHyphen, last: .lowerDigits,
        "write one such as europe-west1")
    /// Source: Cloud Storage, "About Cloud Storage buckets", bucket names.
    static let bucket = NameRule(
        "bucket name", 3...63, first: .lowerDigits, inner: Letters(lower: true, digits: true, "-_."),
        last: .lowerDigits, not: "goog",
        "use 3 to 63 lower-case letters, digits and inner -_., not starting with goog")
    /// Source: BigQuery, datasets: datasetId.
    static let dataset = NameRule(
        "dataset id", 1...1024, first: .word, inner: .word, "use letters, digits and underscores")
    /// Source: BigQuery, tables: tableId; its spaces and letters beyond ASCII are refused here.
    static let table = NameRule(
        "table id", 1...1024, first: .wordHyphen, inner: .wordHyphen,
        "use letters, digits, underscores and hyphens")
    /// Source: BigQuery, column names.
    static let column = NameRule(
        "column name", 1...300, first: Letters(lower: true, upper: true, "_"), inner: .word,
        "use letters, digits and underscores, not starting with a digit")
    /// Source: Firestore, databases.create: databaseId.
    static let firestore = NameRule(
        "database id", 4...63, first: .lower, inner: .lowerDigitsHyphen, last: .lowerDigits,
        "use (default), or 4 to 63 lower-case letters, digits and inner hyphens, starting with a letter")
    /// Source: Cloud Scheduler, jobs: name.
    static let job = NameRule(
        "job id", 1...500, first: .wordHyphen, inner: .wordHyphen,
        "use letters, digits, hyphens and underscores")
    /// Source: Secret Manager, secrets.create: secretId.
    static let secret = NameRule(
        "secret id", 1...255, first: .wordHyphen, inner: .wordHyphen,
        "use letters, digits, hyphens and underscores; the latest version is always taken")
    /// Source: POSIX, environment variables.
    static let variable = NameRule(
        "variable name", 1...255, first: Letters(lower: true, upper: true, "_"), inner: .word,
        "use letters, digits and underscores, not starting with a digit")
    /// Source: IAM, roles: predefined, of a project or of an organisation.
    static let role = NameRule(
        "role", 7...200, first: .lower, inner: Letters(lower: true, upper: true, digits: true, "._-/"),
        last: Letters(lower: true, upper: true, digits: true, "_"), "write one such as roles/pubsub.viewer")
    /// A dataflow has no Google rule; its name is part of commands and plans.
    static let dataflow = NameRule(
        "dataflow name", 1...100, first: .wordHyphen,
        inner: Letters(lower: true, upper: true, digits: true, "-_."),
        "use at most 100 letters, digits and -_.")
}
