import CloudCore

/// The whole state of a local cloud as one readable document.
enum CloudDocument {
    /// What documents and logs are parsed with: many more values than a request may have.
    static var limits: JSON.Limits {
        var limits = JSON.Limits()
        limits.values = 1 << 27
        return limits
    }
}
