// modules: CloudCore
// sources: Sources/CloudEmulator/Build/Native/Dockerfile.swift Sources/CloudEmulator/Build/Native/DockerfilePlan.swift Sources/CloudEmulator/Build/Native/RunInstruction.swift
// max_len: 4000

/// Any text is refused, with one of its lines, or is a list of instructions, each of one line, that says again what it has
/// said when it is written down so; and what can be followed has absolute folders.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: count), as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
    do throws(Dockerfile.Problem) {
        let file = try Dockerfile(text)
        for instruction in file.instructions {
            precondition((1...lines).contains(instruction.line) && !instruction.text.isEmpty)
            precondition(!instruction.text.contains(where: \.isNewline))
        }
        let plan = try DockerfilePlan(file, buildArguments: ["A": "a"])
        precondition(plan.workingFolder.hasPrefix("/") && !plan.workingFolder.contains("/../"))
        precondition(plan.contextFolder.map { $0.hasPrefix("/") } ?? true)
        let again = try DockerfilePlan(file, buildArguments: ["A": "a"])
        precondition(again == plan)
    } catch {
        precondition((1...lines).contains(error.line), "a problem without a place: \(error)")
        precondition(!error.text.isEmpty)
    }
    return 0
}
