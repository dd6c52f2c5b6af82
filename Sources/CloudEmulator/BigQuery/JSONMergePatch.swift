import CloudCore

extension JSON {
    /// This value with a patch on it (RFC 7396), which is how BigQuery's PATCH works: members that are null go, other
    /// objects are merged, everything else is replaced.
    ///
    /// The parser bounds how deep a patch is.
    func merged(with patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var members = objectValue ?? JSONObject()
        for (key, value) in changes {
            members[key] = value.isNull ? nil : (members[key] ?? .null).merged(with: value)
        }
        return .object(members)
    }
}
