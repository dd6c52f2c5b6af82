import CloudCore

/// The rules for Cloud Storage subscriptions and the names of their objects (`CloudStorageConfig` of
/// `google/pubsub/v1/pubsub.proto`; "Create Cloud Storage subscriptions" in the documentation).
enum CloudStorageRules {
    static let maxDuration = Duration.seconds(60)...Duration.seconds(600)
    static let defaultMaxDuration = Duration.seconds(300)
    static let maxBytes: ClosedRange<Int64> = 1_024...10 << 30
    static let minMaxMessages: Int64 = 1_000
    /// The format of dates and times in names, unless set.
    static let defaultDatetimeFormat = "YYYY-MM-DD/hh_mm_ssZ"
    /// Bytes of prefix, suffix and datetime format, each. Object names have up to 1,024 bytes in all.
    static let maxNamePartBytes = 480

    /// A config as it is kept. `max_duration` must not exceed the ack deadline; an ack deadline that is not set
    /// is that long (how the service chooses it then is not documented).
    static func complete(
        _ config: CloudStorageConfig, ackDeadlineSeconds: inout Int32
    ) throws(Status) -> CloudStorageConfig {
        var config = config
        try checkBucket(config.bucket)
        try checkNames(config)
        try checkFormat(config)
        try checkLimits(config)
        let duration = config.maxDuration ?? defaultMaxDuration
        if ackDeadlineSeconds == 0 {
            ackDeadlineSeconds = Int32(clamping: (duration.clampedNanoseconds + 999_999_999) / 1_000_000_000)
        }
        guard duration <= .seconds(Int64(ackDeadlineSeconds)) else {
            throw invalid(
                "max_duration",
                "is \(duration.shortText), must not be more than the ack deadline, \(ackDeadlineSeconds) s")
        }
        config.maxDuration = duration
        if config.textConfig == nil, config.avroConfig == nil {
            config.textConfig = CloudStorageConfig.TextConfig()
        }
        config.state = .active
        return config
    }

    /// "Buckets" in the Cloud Storage documentation: 3 to 63 lowercase letters, digits, `-`, `_` and `.`, up to
    /// 222 with dots, beginning and ending with a letter or digit.
    private static func checkBucket(_ bucket: String) throws(Status) {
        let bytes = bucket.utf8
        let isAlphanumeric = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) }
        let most = bytes.contains(UInt8(ascii: ".")) ? 222 : 63
        guard let first = bytes.first, let last = bytes.last, bytes.count >= 3, bytes.count <= most,
            isAlphanumeric(first), isAlphanumeric(last), !bucket.contains(".."),
            bytes.allSatisfy({ isAlphanumeric($0) || [0x2d, 0x2e, 0x5f].contains($0) })
        else {
            throw invalid(
                "bucket",
                "is \"\(bucket.prefix(250))\", must be the name of a bucket, without \"gs://\": 3 to 63 lowercase "
                    + "letters, digits, -, _ and .")
        }
    }

    private static func checkNames(_ config: CloudStorageConfig) throws(Status) {
        for (field, text) in [
            ("filename_prefix", config.filenamePrefix), ("filename_suffix", config.filenameSuffix),
        ] {
            guard text.utf8.count <= maxNamePartBytes, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }),
                !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
            else {
                throw invalid(
                    field,
                    "is \"\(text.prefix(200))\", must have at most \(maxNamePartBytes) bytes, no control characters and "
                        + "no parts . or ..")
            }
        }
        guard !config.filenameSuffix.hasSuffix("/") else {
            throw invalid("filename_suffix", "must not end in \"/\"")
        }
        try ObjectNaming.check(config.filenameDatetimeFormat)
    }

    private static func checkFormat(_ config: CloudStorageConfig) throws(Status) {
        guard config.textConfig == nil || config.avroConfig == nil else {
            throw invalid("avro_config", "must not be set together with text_config")
        }
    }

    private static func checkLimits(_ config: CloudStorageConfig) throws(Status) {
        if let duration = config.maxDuration, !maxDuration.contains(duration) {
            throw invalid("max_duration", "is \(duration.shortText), must be 1 to 10 minutes")
        }
        guard config.maxBytes == 0 || maxBytes.contains(config.maxBytes) else {
            throw invalid("max_bytes", "is \(config.maxBytes), must be 1024 (1 KB) to 10737418240 (10 GiB)")
        }
        guard config.maxMessages == 0 || config.maxMessages >= minMaxMessages else {
            throw invalid("max_messages", "is \(config.maxMessages), must be at least \(minMaxMessages)")
        }
    }

    static func invalid(_ field: String, _ problem: String) -> Status {
        Settings.invalid("cloud_storage_config.\(field)", problem)
    }
}
