import CloudCore

extension PlaneOrigin {
    /// The origin as logs and documents have it.
    var json: JSON {
        var object: JSONObject = [
            "project": .string(project.id), "projectNumber": .string(String(project.number)),
            "owner": .string(owner), "accountQuota": .int(Int64(accountQuota)),
            "buildPlaces": .int(Int64(buildPlaces)),
            "start": .string(Timestamp(start).rfc3339),
        ]
        if let enabledServices {
            object["enabledServices"] = .array(enabledServices.sorted().map { .string($0) })
        }
        object["propagation"] = model.json
        return .object(object)
    }

    /// Reads an origin.
    ///
    /// - Throws: INVALID_ARGUMENT naming the member that is wrong.
    init(_ json: JSON, at place: String = "") throws(Status) {
        let fields = try JSONFields(
            json, at: place,
            known: [
                "project", "projectNumber", "owner", "accountQuota", "buildPlaces", "start",
                "enabledServices", "propagation",
            ])
        guard let id = try fields.string("project"), let text = try fields.string("projectNumber"),
            let number = Int64(text)
        else { throw fields.wrong("project", "the id of a project, and projectNumber its number") }
        guard let owner = try fields.string("owner") else {
            throw fields.wrong("owner", "an email address")
        }
        guard let text = try fields.string("start"), let start = Timestamp(rfc3339: text)?.exactInstant else {
            throw fields.wrong("start", "a time as in \"2030-01-31T08:30:00Z\"")
        }
        guard let quota = try fields.integer("accountQuota", in: 0...Int(Int32.max)) else {
            throw fields.wrong("accountQuota", "a whole number")
        }
        project = try LocalProject(id: id, number: number)
        self.owner = owner
        self.start = start
        accountQuota = quota
        if let places = try fields.integer("buildPlaces", in: 1...Int(Int32.max)) { buildPlaces = places }
        enabledServices = try fields["enabledServices"].map { (names) throws(Status) in
            guard let names = names.arrayValue?.compactMap(\.stringValue) else {
                throw fields.wrong("enabledServices", "a list of names of APIs")
            }
            return Set(names)
        }
        model = try PropagationModel(json: fields["propagation"] ?? [:])
    }

    /// Refuses a history of another project or owner than this cloud has.
    ///
    /// - Throws: FAILED_PRECONDITION.
    func check(isOf present: PlaneOrigin) throws(Status) {
        guard project == present.project else {
            throw Status(
                .failedPrecondition,
                "The state is of project \(project.id) (\(project.number)), and this cloud consists of "
                    + "\(present.project.id) (\(present.project.number)).")
        }
        guard owner.lowercased() == present.owner.lowercased() else {
            throw Status(
                .failedPrecondition,
                "The state is of a project of \(owner), and this cloud's belongs to \(present.owner).")
        }
    }
}
