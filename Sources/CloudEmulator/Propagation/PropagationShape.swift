import CloudCore

/// How delays are distributed over their ranges: a curve from the share of writes to the share of the range.
public struct PropagationShape: Sendable, Equatable {
    /// Points of the curve between (0, 0) and (1, 1), which are its ends: that share of the writes takes at most
    /// that share of the range.
    let points: [Point]

    /// A point of the curve.
    public struct Point: Sendable, Equatable {
        /// The share of the writes, 0 to 1.
        public let writes: Double
        /// The share of the range that these take at most, 0 to 1.
        public let delay: Double

        /// Makes a point.
        public init(writes: Double, delay: Double) {
            self.writes = writes
            self.delay = delay
        }
    }

    /// The most points of a curve.
    public static let maxPoints = 100

    /// All delays of a range are equally likely.
    public static let uniform = PropagationShape(trusted: [])

    /// Most writes are quick, a few take very long: half of them within a tenth of the range.
    public static let longTail = PropagationShape(trusted: [
        Point(writes: 0.5, delay: 0.1), Point(writes: 0.9, delay: 0.4), Point(writes: 0.99, delay: 0.8),
    ])

    /// A curve through points, straight between them.
    ///
    /// - Throws: INVALID_ARGUMENT for more than `maxPoints`, for a share outside of 0 to 1, and for points that do not
    ///   rise.
    public init(_ points: [Point]) throws(Status) {
        guard points.count <= Self.maxPoints else {
            throw Status(
                .invalidArgument, "A shape has \(points.count) points, but the maximum is \(Self.maxPoints).")
        }
        var last = Point(writes: 0, delay: 0)
        for point in points {
            guard point.writes > last.writes, point.writes < 1, point.delay >= last.delay, point.delay <= 1
            else {
                throw Status(
                    .invalidArgument,
                    "The point (\(point.writes), \(point.delay)) of a shape must be between 0 and 1 and not below "
                        + "the one before, (\(last.writes), \(last.delay)).")
            }
            last = point
        }
        self.points = points
    }

    private init(trusted points: [Point]) { self.points = points }

    /// The delay of the write that is at that share of all.
    func duration(_ unit: Double, in range: ClosedRange<Duration>) -> Duration {
        range.lowerBound + (range.upperBound - range.lowerBound) * delay(unit)
    }

    private func delay(_ unit: Double) -> Double {
        var low = Point(writes: 0, delay: 0)
        for high in points + [Point(writes: 1, delay: 1)] {
            if unit < high.writes {
                let share = (unit - low.writes) / (high.writes - low.writes)
                return low.delay + (high.delay - low.delay) * share
            }
            low = high
        }
        return 1
    }
}
