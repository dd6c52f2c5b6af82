import CloudCore

/// A glob over names of objects, as `matchGlob` has it: `*` for anything without a slash, `**` for anything, `?` for one
/// character, `[a-z]` and `[!a-z]` for one of or none of a set, `{a,b}` for one of several, and a backslash before what
/// is to be itself.
///
/// Source: "Filter by glob" under "List objects" in the Cloud Storage documentation. `**/` also stands for no folder at all, as
/// there. A name is matched in one walk, however the pattern is made.
struct GlobPattern: Sendable {
    /// The longest pattern, in bytes.
    static let maxBytes = 1_024

    private enum Step: Sendable {
        case scalar(Unicode.Scalar)
        /// One scalar; a slash only if so said.
        case any(slash: Bool)
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
        /// Goes on at both places.
        case fork(Int, Int)
        case jump(Int)
    }

    private let steps: [Step]

    /// Compiles a pattern.
    ///
    /// - Throws: INVALID_ARGUMENT for what is no pattern.
    init(_ text: String) throws(Status) {
        guard text.utf8.count <= Self.maxBytes else {
            throw StorageFault.invalid(
                "matchGlob has \(text.utf8.count) bytes; at most \(Self.maxBytes) are allowed.")
        }
        var compiler = Compiler(text)
        try compiler.compile()
        steps = compiler.steps
    }

    /// Whether the pattern matches the whole of a text.
    func matches(_ text: String) -> Bool {
        var present = Set<Int>()
        var places: [Int] = []
        follow(0, &present, &places)
        for scalar in text.unicodeScalars {
            let former = places
            present.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
            for place in former where place < steps.count && accepts(place, scalar) {
                follow(place + 1, &present, &places)
            }
            if places.isEmpty { return false }
        }
        return present.contains(steps.count)
    }

    private func accepts(_ place: Int, _ scalar: Unicode.Scalar) -> Bool {
        switch steps[place] {
        case .scalar(let wanted): scalar == wanted
        case .any(let slash): slash || scalar != "/"
        case .set(let ranges, let isNegated):
            scalar != "/" && ranges.contains { $0.contains(scalar) } != isNegated
        case .fork, .jump: false
        }
    }

    /// Adds a place, and those that are reached from it without a scalar.
    private func follow(_ start: Int, _ present: inout Set<Int>, _ places: inout [Int]) {
        var open = [start]
        while let place = open.popLast() {
            guard present.insert(place).inserted else { continue }
            places.append(place)
            guard place < steps.count else { continue }
            switch steps[place] {
            case .fork(let first, let second): open += [first, second]
            case .jump(let target): open.append(target)
            case .scalar, .any, .set: break
            }
        }
    }

    private struct Compiler {
        private(set) var steps: [Step] = []
        private let scalars: [Unicode.Scalar]
        private var index = 0

        static let maxDepth = 16

        init(_ text: String) { scalars = Array(text.unicodeScalars) }

        mutating func compile() throws(Status) { try sequence(depth: 0) }

        /// Compiles up to the end, or inside of braces up to a comma or a closing brace.
        private mutating func sequence(depth: Int) throws(Status) {
            while index < scalars.count {
                let scalar = scalars[index]
                if depth > 0, scalar == "," || scalar == "}" { return }
                index += 1
                switch scalar {
                case "*": star()
                case "?": steps.append(.any(slash: false))
                case "[": try set()
                case "{": try alternatives(depth: depth + 1)
                case "\\":
                    guard index < scalars.count else { throw malformed("it ends in a backslash") }
                    steps.append(.scalar(scalars[index]))
                    index += 1
                default: steps.append(.scalar(scalar))
                }
            }
        }

        private mutating func star() {
            var slash = false
            while index < scalars.count, scalars[index] == "*" {
                slash = true
                index += 1
            }
            // fork → any → back, or on. With a slash behind it, `**` may be nothing, slash and all.
            let fork = steps.count
            let takesSlash = slash && index < scalars.count && scalars[index] == "/"
            if takesSlash {
                index += 1
                let behind = fork + 5
                steps += [
                    .fork(fork + 1, behind), .fork(fork + 2, fork + 4), .any(slash: true), .jump(fork + 1),
                    .scalar("/"),
                ]
            } else {
                steps += [.fork(fork + 1, fork + 3), .any(slash: slash), .jump(fork)]
            }
        }

        private mutating func set() throws(Status) {
            var ranges: [ClosedRange<Unicode.Scalar>] = []
            let isNegated = index < scalars.count && (scalars[index] == "!" || scalars[index] == "^")
            if isNegated { index += 1 }
            while index < scalars.count, scalars[index] != "]" || ranges.isEmpty {
                let first = scalars[index]
                index += 1
                guard index + 1 < scalars.count, scalars[index] == "-", scalars[index + 1] != "]" else {
                    ranges.append(first...first)
                    continue
                }
                let last = scalars[index + 1]
                guard first <= last else { throw malformed("a range in brackets is empty") }
                ranges.append(first...last)
                index += 2
            }
            guard index < scalars.count else { throw malformed("a bracket is not closed") }
            index += 1
            steps.append(.set(ranges, isNegated: isNegated))
        }

        private mutating func alternatives(depth: Int) throws(Status) {
            guard depth <= Self.maxDepth else { throw malformed("braces are too deep") }
            var ends: [Int] = []
            while true {
                let fork = steps.count
                steps.append(.jump(fork + 1))
                try sequence(depth: depth)
                guard index < scalars.count else { throw malformed("a brace is not closed") }
                index += 1
                ends.append(steps.count)
                steps.append(.jump(0))
                if scalars[index - 1] == "}" { break }
                steps[fork] = .fork(fork + 1, steps.count)
            }
            for end in ends { steps[end] = .jump(steps.count) }
        }

        private func malformed(_ why: String) -> Status {
            StorageFault.invalid("matchGlob is malformed: \(why).")
        }
    }
}
