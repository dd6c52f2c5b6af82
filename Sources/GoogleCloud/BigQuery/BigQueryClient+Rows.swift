import CloudCore

extension BigQueryClient {
    /// A row to be inserted.
    public struct Row: Sendable {
        /// What BigQuery knows a row by that is sent twice within about a minute; empty for none.
        public var insertID: String
        /// The values by the names of their fields.
        public var values: JSONObject

        /// Makes a row.
        public init(insertID: String = "", values: JSONObject) {
            self.insertID = insertID
            self.values = values
        }
    }

    /// Why a row was not inserted.
    public struct RowError: Sendable, Equatable {
        /// The number of the row among those that were sent.
        public var index: Int
        /// For example `invalid`.
        public var reason: String
        /// The field, for example `age`.
        public var location: String
        /// For people.
        public var message: String
    }

    /// Inserts rows; the answer names those that could not be. They are sent again by themselves only if all of them have
    /// an insert id.
    ///
    /// - Parameter skipInvalid: whether the valid ones are inserted although others are not.
    public func insert(
        _ rows: [Row], into table: TableReference, skipInvalid: Bool = false
    ) async throws -> [RowError] {
        guard !rows.isEmpty else { return [] }
        var body = JSONObject()
        body.set("skipInvalidRows", skipInvalid)
        body["rows"] = .array(
            rows.map { row in
                var object: JSONObject = ["json": .object(row.values)]
                object.set("insertId", row.insertID)
                return .object(object)
            })
        let areKnown = rows.allSatisfy { !$0.insertID.isEmpty }
        let answer = try await api.call(
            "POST", table.path + "/insertAll", body: .object(body), repeats: areKnown ? .always : .never)
        return answer.elements("insertErrors").flatMap { row in
            row.elements("errors").map {
                RowError(
                    index: row.integer("index") ?? 0, reason: $0.text("reason"),
                    location: $0.text("location"),
                    message: $0.text("message"))
            }
        }
    }

    /// The rows of a table: the values in the order of the schema's fields, as BigQuery writes them (numbers are strings).
    public func rows(of table: TableReference) -> Listing<[JSON]> {
        Listing(
            api: api, path: table.path + "/data", items: "rows", pageSize: 1_000, style: .rows,
            maxPages: 100_000
        ) { $0.elements("f").map { $0.member("v") } }
    }
}
