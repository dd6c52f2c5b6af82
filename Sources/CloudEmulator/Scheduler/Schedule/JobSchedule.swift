import CloudCore

/// When a job runs: by a cron schedule, or every so many minutes or hours.
///
/// Source: "Cron job format and time zone" of Cloud Scheduler, and "Cron job schedules" (the English-like format of App
/// Engine), of which only `every N minutes`, `every N hours`, with `synchronized`, is supported.
enum JobSchedule: Equatable, Sendable {
    case cron(CronSchedule)
    /// So many minutes after the run before; counted from midnight when synchronized.
    case every(minutes: Int64, isSynchronized: Bool)

    /// Reads a schedule.
    ///
    /// - Throws: INVALID_ARGUMENT for what is none; UNIMPLEMENTED for the rest of the English-like format.
    init(parsing text: String) throws(Status) {
        let words = text.prefix(CronSchedule.maxBytes + 1).lowercased().split(separator: " ")
        guard words.first == "every" || words.first?.first?.isLetter == true else {
            self = .cron(try CronSchedule(parsing: text))
            return
        }
        guard let minutes = Self.period(words) else {
            throw Status(
                .unimplemented,
                "schedule \"\(text.prefix(100))\" is not supported: of the English-like format only \"every N minutes\" and "
                    + "\"every N hours\", with or without \"synchronized\", are.")
        }
        self = .every(minutes: minutes, isSynchronized: words.count == 4)
    }

    private static func period(_ words: [Substring]) -> Int64? {
        guard words.count == 3 || words.count == 4 && words[3] == "synchronized", words[0] == "every",
            words[1].utf8.count <= 5, let count = Int64(words[1]), count >= 1
        else { return nil }
        switch words[2] {
        case "minute", "minutes", "mins": return count <= 1440 ? count : nil
        case "hour", "hours": return count <= 24 ? count * 60 : nil
        default: return nil
        }
    }

    /// The next run after an instant; nil when there is none.
    func next(after instant: Instant, in zone: TimeZoneRules) -> Instant? {
        let seconds = instant.nanoseconds.flooredQuotient(1_000_000_000)
        switch self {
        case .cron(let cron): return cron.next(after: seconds, in: zone).map(Self.instant)
        case .every(let minutes, isSynchronized: false): return instant + .seconds(minutes * 60)
        case .every(let minutes, isSynchronized: true):
            let local = seconds + Int64(zone.offset(at: seconds))
            let inDay = local.flooredRemainder(86_400)
            let next = min((inDay / (minutes * 60) + 1) * minutes * 60, 86_400)
            return Self.instant(seconds - inDay + next)
        }
    }

    private static func instant(_ seconds: Int64) -> Instant {
        Timestamp(seconds: seconds).instant
    }
}
