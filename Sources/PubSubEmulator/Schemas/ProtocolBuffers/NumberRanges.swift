/// Ranges of numbers that do not overlap, in order.
struct NumberRanges: Sendable {
    private var ranges: [ClosedRange<Int>] = []

    /// Adds a range; false when it overlaps another one.
    mutating func insert(_ range: ClosedRange<Int>) -> Bool {
        let index = firstIndex(endingAtOrAfter: range.lowerBound)
        if index < ranges.count, ranges[index].lowerBound <= range.upperBound { return false }
        ranges.insert(range, at: index)
        return true
    }

    func contains(_ number: Int) -> Bool {
        let index = firstIndex(endingAtOrAfter: number)
        return index < ranges.count && ranges[index].contains(number)
    }

    private func firstIndex(endingAtOrAfter number: Int) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
