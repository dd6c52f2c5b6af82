// modules: CloudCore
// sources: Sources/CloudEmulator/Storage/Listing/GlobPattern.swift Sources/CloudEmulator/Storage/HTTP/FieldSelector.swift Sources/CloudEmulator/Storage/Rules/StorageFault.swift
// max_len: 256

/// The first line is a pattern, the rest a name. A pattern of letters matches itself alone, one with stars around it
/// whatever it matches, and no selection of fields makes an answer larger.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let (pattern, name) = (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
    if let glob = try? GlobPattern(pattern) {
        let matches = glob.matches(name)
        if pattern.unicodeScalars.allSatisfy({ !"*?[]{}\\".unicodeScalars.contains($0) }) {
            precondition(matches == pattern.unicodeScalars.elementsEqual(name.unicodeScalars))
        }
        if matches, let wider = try? GlobPattern("**" + pattern + "**") {
            precondition(wider.matches("x/" + name + "/y"), pattern)
        }
    }
    if let selector = try? FieldSelector(pattern) {
        let whole: JSON = ["a": 1, "b": ["c": [["d": 2], ["e": 3]]]]
        let part = selector.select(from: whole)
        precondition(part.text().utf8.count <= whole.text().utf8.count)
        precondition(selector.select(from: part) == part, "selecting again changes the answer")
    }
    return 0
}
