// modules: CloudCore
// sources: Sources/CloudEmulator/Build/BuildSubstitutions.swift
// max_len: 2000

/// Any text becomes another one, or is refused; one without dollar signs stays as it is, one that escapes all of them
/// comes back, and what is not refused when it matters reads the same when it does not.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    let loose = apply(text, isLoose: true)
    if !text.contains("$") { precondition(loose == text) }
    var escaped = ""
    for character in text.unicodeScalars {
        escaped.unicodeScalars.append(character)
        if character == "$" { escaped.unicodeScalars.append(character) }
    }
    precondition(apply(escaped, isLoose: true).map { Array($0.utf8) == Array(text.utf8) } ?? true)
    if let strict = apply(text, isLoose: false) { precondition(strict == loose) }
    // The text as the name of a variable, which is refused or can be used.
    if let own = try? BuildSubstitutions(own: StringMap([text: "v"]), builtIn: [:], isLoose: false) {
        var own = own
        precondition(own.apply("${\(text)}") == "v")
        precondition((try? own.finish()) != nil)
    }
    return 0
}

private func apply(_ text: String, isLoose: Bool) -> String? {
    guard
        var texts = try? BuildSubstitutions(
            own: ["_A": "a", "_B": "$_A"], builtIn: ["PROJECT_ID": "p"], isLoose: isLoose)
    else { preconditionFailure("the variables are right") }
    texts.useAll()
    let result = texts.apply(text)
    return (try? texts.finish()) == nil ? nil : result
}
