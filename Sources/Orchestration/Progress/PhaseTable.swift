import CloudCore

/// What each phase took, in virtual and in real time, as a table.
public enum PhaseTable {
    /// The table's lines: a row for each root of the tree and one for all of them.
    public static func lines(_ graph: StepGraph, at now: Step.Moment) -> [String] {
        var rows = [["", "virtual", "real", ""]]
        let roots = graph.roots.compactMap { graph[$0] }
        for step in roots {
            let elapsed = step.elapsed(at: now)
            rows.append([
                step.title, elapsed?.virtual.shortText ?? "", elapsed?.real.shortText ?? "",
                step.state.rawValue,
            ])
        }
        if let start = roots.compactMap(\.started).min(by: { $0.real < $1.real }) {
            let end =
                roots.compactMap { $0.started == nil ? nil : $0.ended ?? now }.max { $0.real < $1.real }
                ?? now
            rows.append([
                "total", (end.virtual - start.virtual).shortText, (end.real - start.real).shortText, "",
            ])
        }
        let widths = (0..<4).map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
                return column == 1 || column == 2 ? gap + cell : cell + gap
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension PhaseTable {
    /// The same as the last line of `--json`: `{"version", "type": "summary", "outcome", "phases": […]}`.
    public static func json(_ graph: StepGraph, at now: Step.Moment, outcome: String) -> JSON {
        let phases = graph.roots.compactMap { graph[$0] }.map { step -> JSON in
            var phase = JSONObject()
            phase["step"] = .string(step.id.path)
            phase["title"] = .string(step.title)
            phase["state"] = .string(step.state.rawValue)
            if let elapsed = step.elapsed(at: now) {
                phase["virtual_seconds"] = .double(elapsed.virtual / .seconds(1))
                phase["real_seconds"] = .double(elapsed.real / .seconds(1))
            }
            return .object(phase)
        }
        var summary = JSONObject()
        summary["version"] = .int(Int64(StepEvent.version))
        summary["type"] = .string("summary")
        summary["outcome"] = .string(outcome)
        summary["phases"] = .array(phases)
        return .object(summary)
    }
}
