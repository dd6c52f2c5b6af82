import CloudCore

/// The name of a table.
public struct TableReference: Sendable, Equatable {
    /// The project's id.
    public var project: String
    /// The dataset's id.
    public var dataset: String
    /// The table's id.
    public var table: String

    /// Makes a name from its parts.
    public init(project: String, dataset: String, table: String) {
        self.project = project
        self.dataset = dataset
        self.table = table
    }

    /// `projects/p/datasets/d/tables/t`.
    public var name: String { "projects/\(project)/datasets/\(dataset)/tables/\(table)" }

    var path: String { "/bigquery/v2/\(name)" }
}

/// A dataset.
public struct Dataset: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A dataset to be made.
    public init(id: String, project: String, location: String = "US", labels: [String: String] = [:]) {
        var object: JSONObject = [
            "datasetReference": ["projectId": .string(project), "datasetId": .string(id)],
            "location": .string(location),
        ]
        object.set("labels", labels)
        json = .object(object)
    }

    /// The dataset's id.
    public var id: String { json.member("datasetReference").text("datasetId") }
    /// Who may do what with it, as `access` has it.
    public var access: [JSON] {
        get { json.elements("access") }
        set { json["access"] = .array(newValue) }
    }
    /// The version of the dataset.
    public var etag: String { json.text("etag") }
}

/// A table.
public struct Table: APIResource {
    /// All that the API says of it.
    public var json: JSON

    /// Takes the JSON of an answer, or of what is to be sent.
    public init(json: JSON) { self.json = json }

    /// A table to be made.
    ///
    /// - Parameter fields: the fields of the schema, for example `["name": "id", "type": "STRING"]`.
    public init(_ reference: TableReference, fields: [JSON]) {
        json = [
            "tableReference": [
                "projectId": .string(reference.project), "datasetId": .string(reference.dataset),
                "tableId": .string(reference.table),
            ],
            "schema": ["fields": .array(fields)],
        ]
    }

    /// The table's name.
    public var reference: TableReference {
        let parts = json.member("tableReference")
        return TableReference(
            project: parts.text("projectId"), dataset: parts.text("datasetId"), table: parts.text("tableId"))
    }
    /// The fields of the schema.
    public var fields: [JSON] { json.member("schema").elements("fields") }
    /// The number of rows, without those that are still in the streaming buffer.
    public var rowCount: Int { json.integer("numRows") ?? 0 }
    /// The version of the table.
    public var etag: String { json.text("etag") }
}
