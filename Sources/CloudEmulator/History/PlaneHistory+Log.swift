import CloudCore

extension LogFormat {
    /// The log of a local cloud's control plane: its origin, and then its writes, each a text of JSON.
    static let cloud = LogFormat("rehearsal cloud log 1")
}

extension PlaneHistory {
    /// Reads a log; nil for one that has not even its origin.
    ///
    /// - Parameter name: what it is called in errors.
    /// - Throws: DATA_LOSS, with the offset, for one that is damaged.
    static func read(
        _ bytes: UnsafeRawBufferPointer, name: String
    ) throws(Status) -> (history: PlaneHistory?, report: RecoveryReport) {
        var history: PlaneHistory?
        let report = try LogFormat.cloud.read(bytes, name: name) { (record) throws(Status) in
            let json = try JSON.parse(record, limits: CloudState.limits)
            if history == nil {
                history = PlaneHistory(try PlaneOrigin(json))
            } else {
                history?.append(try PlaneRecord(json))
            }
        }
        return (history, report)
    }

    /// Writes all of it to a log.
    func write(to writer: inout LogWriter) throws(SystemError) {
        try writer.append { origin.json.write(to: &$0) }
        for record in records { try writer.append { $0.append(Array(record.text.utf8)) } }
    }
}
