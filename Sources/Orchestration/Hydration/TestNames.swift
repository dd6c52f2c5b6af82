import CloudCore

/// How a test run spells the names of its own resources: `<name>-<run id>`, cut to what Google allows.
struct TestNames: Sendable {
    let runID: String

    /// The run id must itself be usable in every kind of name.
    init(runID: String) throws(Status) {
        let allowed = runID.utf8.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7a) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2d
        }
        guard allowed, (1...Self.maxRunIDLength).contains(runID.utf8.count), !runID.hasPrefix("-"),
            !runID.hasSuffix("-")
        else {
            throw Status(
                .invalidArgument,
                "run id \"\(runID)\" cannot be part of resource names: use 1 to \(Self.maxRunIDLength) "
                    + "lower-case letters, digits and inner hyphens, for example \"r4f2a\"")
        }
        self.runID = runID
    }

    /// Leaves room for a readable start and a hash in the shortest kind of name.
    static let maxRunIDLength = 16

    /// The greatest length that Google allows for a kind of name.
    ///
    /// Sources: Cloud Run v2 services.create (fewer than 50 characters), IAM serviceAccounts.create (30),
    /// Pub/Sub resource names (255), Cloud Storage bucket names (63), BigQuery ids (1024), Scheduler jobs (500).
    static func maxLength(_ kind: NameKind) -> Int {
        switch kind {
        case .service: 49
        case .serviceAccount: 30
        case .topic, .subscription: 255
        case .bucket: 63
        case .dataset, .table: 1024
        case .schedulerJob: 500
        case .collection: 1500
        }
    }

    /// The name of this run. Too long a name keeps its start and its run id, and gets a hash of the whole in
    /// between, so that two long names that start alike stay different.
    func rename(_ name: String, as kind: NameKind) -> String {
        if kind == .collection { return name }
        // BigQuery dataset ids allow letters, digits and underscores only.
        let separator = kind == .dataset ? "_" : "-"
        let run = kind == .dataset ? runID.replacingHyphens(with: "_") : runID
        let whole = name + separator + run
        let limit = Self.maxLength(kind)
        guard whole.utf8.count > limit else { return whole }
        let tail = separator + Self.hash(whole) + separator + run
        var head = name.prefix(max(limit - tail.utf8.count, 1))
        while head.count > 1, head.last == "-" || head.last == "_" || head.last == "." { head.removeLast() }
        return head + tail
    }

    /// Six characters of base 36 from the 64-bit FNV-1a hash: the same on every machine and in every run.
    static func hash(_ text: String) -> String {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(state, radix: 36)
        return String((String(repeating: "0", count: 6) + digits).suffix(6))
    }
}

extension String {
    func replacingHyphens(with replacement: Character) -> String {
        String(map { $0 == "-" ? replacement : $0 })
    }
}
