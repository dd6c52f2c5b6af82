/// What is wrong with a filter, and where.
struct FilterError: Error, Equatable {
    /// The character, from 1, that cannot be what it is.
    var character: Int
    /// A phrase that goes after "the filter": what stands there, and what would be right.
    var problem: String
}
