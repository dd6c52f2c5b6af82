import CloudCore

/// The fault rules of a served emulator, from outside:
///
/// - `GET /emulator/v1/faults` lists them with their counts.
/// - `POST /emulator/v1/faults` adds one rule, or all of `{"rules": […]}`, behind the others.
/// - `DELETE /emulator/v1/faults/{id}` removes one, `DELETE /emulator/v1/faults` all.
public enum FaultRoutes {
    /// The routes for the rules of `interceptor`.
    public static func routes(for interceptor: Interceptor) -> [HTTPRoute] {
        let path = "/emulator/v1/faults"
        return [
            HTTPRoute("GET", path) { _ in .json(list(interceptor.rules)) },
            HTTPRoute("POST", path) { request in
                .json { () throws(Status) in
                    let json = try JSON.parse(request.body)
                    let rules =
                        json["rules"] == nil ? [try FaultRule(json: json)] : try FaultRule.list(json: json)
                    let ids = Set(try interceptor.add(rules))
                    return list(interceptor.rules.filter { ids.contains($0.id) })
                }
            },
            HTTPRoute("DELETE", path) { _ in
                interceptor.removeAll()
                return .json(list([]))
            },
            HTTPRoute("DELETE", path + "/{id}") { request in
                .json { () throws(Status) in
                    let text = request.parameters["id"] ?? ""
                    guard let id = Int(text) else {
                        throw Status(.invalidArgument, "id is \"\(text)\"; expected the number of a rule.")
                    }
                    try interceptor.remove(id)
                    return list(interceptor.rules)
                }
            },
        ]
    }

    private static func list(_ rules: [FaultPlan.Entry]) -> JSON { ["rules": .array(rules.map(\.json))] }
}
