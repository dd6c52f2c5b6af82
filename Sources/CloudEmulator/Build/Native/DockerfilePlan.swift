import CloudCore

/// What a Dockerfile says of the program that its image starts, as far as that can be followed without a container.
///
/// The last stage counts: its ENV, WORKDIR, ENTRYPOINT and CMD. What RUN would do is left to the build by what is found,
/// where it installs dependencies or compiles; a RUN that does anything else is refused.
///
/// Source: "Dockerfile reference" of Docker.
struct DockerfilePlan: Sendable, Equatable {
    typealias Problem = Dockerfile.Problem

    /// The variables of the image.
    private(set) var environment: [String: String] = [:]
    /// The folder in which the program starts, in the container.
    private(set) var workingFolder = "/"
    /// Where in the container the root of the build's context is.
    private(set) var contextFolder: String?
    /// The program and its arguments; empty when the Dockerfile leaves that to its base image.
    var command: [String] { entrypoint + arguments }
    /// What is not done, for the log.
    private(set) var skipped: [Dockerfile.Instruction] = []

    private var entrypoint: [String] = []
    private var arguments: [String] = []
    private var variables: [String: String] = [:]
    private let buildArguments: [String: String]

    /// Follows a Dockerfile.
    ///
    /// - Parameter buildArguments: the values of its ARGs.
    init(_ file: Dockerfile, buildArguments: [String: String] = [:]) throws(Problem) {
        self.buildArguments = buildArguments
        for instruction in file.instructions { try follow(instruction) }
    }

    private mutating func follow(_ instruction: Dockerfile.Instruction) throws(Problem) {
        let text = instruction.text
        switch instruction.name {
        case "FROM": beginStage()
        case "ARG": defineArgument(text)
        case "ENV": try define(text, instruction.line)
        case "WORKDIR": workingFolder = Self.join(workingFolder, expand(text))
        case "CMD": arguments = try words(text, instruction.line)
        case "ENTRYPOINT":
            entrypoint = try words(text, instruction.line)
            arguments = []
        case "COPY", "ADD": try noteCopy(text, instruction)
        case "RUN":
            try RunInstruction.check(text, instruction.line)
            skipped.append(instruction)
        case "EXPOSE", "LABEL", "MAINTAINER", "STOPSIGNAL": break
        case "HEALTHCHECK", "SHELL", "USER", "VOLUME", "ONBUILD":
            // None of them changes what is started; a user of its own there is none without a container.
            skipped.append(instruction)
        default:
            throw Problem(
                line: instruction.line, text: "\(instruction.name.prefix(40)) is not an instruction")
        }
    }

    private mutating func beginStage() {
        (environment, workingFolder, contextFolder) = ([:], "/", contextFolder)
        (entrypoint, arguments) = ([], [])
        variables = variables.filter { buildArguments[$0.key] != nil }
    }

    private mutating func defineArgument(_ text: String) {
        let name = String(text.prefix { $0 != "=" && !$0.isWhitespace })
        let standard = text.dropFirst(name.count + 1)
        variables[name] = buildArguments[name] ?? expand(Self.unquoted(standard))
    }

    /// `ENV KEY=VALUE …`, and the older `ENV KEY VALUE`.
    private mutating func define(_ text: String, _ line: Int) throws(Problem) {
        let words = try Self.shellWords(text, line)
        if let first = words.first, !first.contains("=") {
            let value = Dockerfile.trimmed(text.dropFirst(first.count))
            environment[first] = expand(Self.unquoted(value))
            variables[first] = environment[first]
            return
        }
        for word in words {
            let name = String(word.prefix { $0 != "=" })
            guard name.count < word.count, !name.isEmpty else {
                throw Problem(line: line, text: "ENV \"\(word.prefix(40))\" must be of the form KEY=VALUE")
            }
            environment[name] = expand(String(word.dropFirst(name.count + 1)))
            variables[name] = environment[name]
        }
    }

    /// Notes where the whole context is copied to. Files of other stages do not count, nor do single ones.
    private mutating func noteCopy(_ text: String, _ instruction: Dockerfile.Instruction) throws(Problem) {
        let words = try Self.shellWords(text, instruction.line)
        if words.contains(where: { $0.hasPrefix("--from") }) || words.contains(where: { $0.contains("://") })
        {
            skipped.append(instruction)
            return
        }
        let paths = words.filter { !$0.hasPrefix("--") }
        guard paths.count >= 2, let target = paths.last else {
            throw Problem(line: instruction.line, text: "\(instruction.name) needs a source and a target")
        }
        if paths.dropLast().contains(where: { [".", "./", "/", "*"].contains($0) }) {
            contextFolder = Self.join(workingFolder, expand(target))
        }
    }

    // MARK: Words

    /// The words of CMD and ENTRYPOINT: a JSON array, or a line for a shell.
    private func words(_ text: String, _ line: Int) throws(Problem) -> [String] {
        guard text.hasPrefix("[") else { return ["/bin/sh", "-c", text] }
        guard let array = try? JSON.parse(Array(text.utf8)).arrayValue else {
            return ["/bin/sh", "-c", text]
        }
        let words = array.compactMap(\.stringValue)
        guard words.count == array.count else {
            throw Problem(line: line, text: "must be an array of strings")
        }
        return words
    }

    /// Splits at blanks outside of quotes, which are taken away.
    static func shellWords(_ text: String, _ line: Int) throws(Problem) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw Problem(line: line, text: "a quotation mark is not closed") }
        if let word { words.append(word) }
        return words
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'"
        else {
            return String(text)
        }
        return String(text.dropFirst().dropLast())
    }

    /// The text with the values of `$NAME` and `${NAME}`; names that are not known are empty.
    private func expand(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...].dropFirst()
            let isBraced = rest.first == "{"
            let inner = isBraced ? rest.dropFirst() : rest
            let name = inner.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            let behind = inner.dropFirst(name.count)
            guard !name.isEmpty, !isBraced || behind.first == "}" else {
                result += "$"
                continue
            }
            result += variables[String(name)] ?? ""
            rest = isBraced ? behind.dropFirst() : behind
        }
        return result + rest
    }

    /// A path of the container, made absolute, without `.` and `..`.
    static func join(_ base: String, _ path: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : "\(base)/\(path)").split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
