/// Why a text is no condition that is supported here, and where.
struct ConditionError: Error, Equatable, Sendable {
    /// The place in the text, in characters (Unicode scalars), the first being 1.
    let character: Int
    /// What is wrong there, and what would be right.
    let problem: String
}
