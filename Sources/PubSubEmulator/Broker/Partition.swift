extension Range where Bound == Int {
    /// The first index that satisfies `predicate`, which holds for all later ones, too; the end when none does. Found
    /// by halving: O(log n).
    func partition(_ predicate: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if predicate(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
