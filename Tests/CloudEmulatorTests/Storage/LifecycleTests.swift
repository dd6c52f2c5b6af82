import CloudCore
import Testing

@testable import CloudEmulator

@Suite("The lifecycle of objects")
struct LifecycleTests {
    private func plane(_ rules: [JSON], versions: Bool = false) throws -> ControlPlane {
        try ControlPlane.withBucket(
            "bucket", ["lifecycle": ["rule": .array(rules)], "versioning": ["enabled": .bool(versions)]])
    }

    private static func delete(_ condition: JSON) -> JSON {
        ["action": ["type": "Delete"], "condition": condition]
    }

    private static func store(_ storageClass: String, _ condition: JSON) -> JSON {
        [
            "action": ["type": "SetStorageClass", "storageClass": .string(storageClass)],
            "condition": condition,
        ]
    }

    @Test("An object goes at the age of the rule, and not before")
    func age() throws {
        var plane = try plane([Self.delete(["age": 30])])
        try plane.put("a")
        try plane.put("b", at: start.days(1))
        #expect(try plane.names(at: start.days(30) - .nanoseconds(1)) == ["a", "b"])
        #expect(try plane.names(at: start.days(30)) == ["b"])
        #expect(try plane.names(at: start.days(31)) == [])
    }

    @Test("A rule that comes later finds what is there already")
    func laterRule() throws {
        var plane = try plane([])
        try plane.put("a")
        _ = try plane.changeBucket(
            "bucket", ["lifecycle": ["rule": [Self.delete(["age": 1])]]], isPatch: true, by: .owner,
            at: start.days(5))
        #expect(try plane.names(at: start.days(5)) == [])
    }

    @Test("Data gets colder, and never warmer")
    func storageClasses() throws {
        var plane = try plane([
            Self.store("NEARLINE", ["age": 30]), Self.store("ARCHIVE", ["age": 60]),
            Self.store("STANDARD", ["age": 90]),
            Self.delete(["age": 365]),
        ])
        try plane.put("a")
        func storageClass(_ day: Int) throws -> String {
            try plane.objectVersion("bucket", "a", generation: nil, by: .owner, at: start.days(day)).object
                .storageClass
        }
        #expect(try storageClass(29) == "STANDARD")
        #expect(try storageClass(31) == "NEARLINE")
        #expect(try storageClass(100) == "ARCHIVE")
        let object = try plane.objectVersion("bucket", "a", generation: nil, by: .owner, at: start.days(100))
            .object
        #expect(object.timeStorageClassUpdated == Timestamp(start.days(60)).wholeMilliseconds)
        #expect(object.metageneration == 3)
        #expect(try plane.names(at: start.days(365)) == [])
    }

    @Test("Of many steps at once each happens at its time")
    func skippedTime() throws {
        var plane = try plane(
            [Self.delete(["age": 10, "isLive": true]), Self.delete(["daysSinceNoncurrentTime": 5])],
            versions: true)
        try plane.put("a")
        #expect(try plane.names(at: start.days(14)) { $0.listsVersions = true } == ["a"])
        #expect(try plane.names(at: start.days(14)) == [])
        #expect(try plane.names(at: start.days(15)) { $0.listsVersions = true } == [])
    }

    @Test("So many newer versions are kept")
    func newerVersions() throws {
        var plane = try plane([Self.delete(["numNewerVersions": 2])], versions: true)
        for text in ["1", "2", "3", "4"] { try plane.put("a", text) }
        var listing = ObjectListing()
        listing.listsVersions = true
        let versions = try plane.listObjects("bucket", listing, by: .owner, at: start).items
        #expect(versions.count == 2)
        #expect(try plane.text("a") == "4")
    }

    @Test(
        "Conditions choose",
        arguments: [
            (["matchesPrefix": ["log/"]], ["keep.txt", "tmp.log"]),
            (["matchesSuffix": [".log"]], ["keep.txt"]),
            (["matchesStorageClass": ["NEARLINE"]], ["keep.txt", "log/a.log", "tmp.log"]),
            (["isLive": false], ["keep.txt", "log/a.log", "tmp.log"]), (["isLive": true], []),
            (["createdBefore": "2030-01-01"], ["keep.txt", "log/a.log", "tmp.log"]),
            (["createdBefore": "2030-01-02"], []), (["daysSinceCustomTime": 0], ["keep.txt", "log/a.log"]),
            (["customTimeBefore": "2029-01-02"], ["keep.txt", "log/a.log"]),
            (
                ["age": 0, "matchesPrefix": ["t"], "matchesSuffix": ["x"]],
                ["keep.txt", "log/a.log", "tmp.log"]
            ),
        ] as [(JSON, [String])])
    func conditions(condition: JSON, kept: [String]) throws {
        var plane = try plane([Self.delete(condition)])
        try plane.put("keep.txt")
        try plane.put("log/a.log")
        try plane.put("tmp.log") { $0.customTime = Timestamp(rfc3339: "2029-01-01T00:00:00Z") }
        #expect(try plane.names() == kept)
    }

    @Test(
        "Rules that are none are refused",
        arguments: [
            ["action": ["type": "Delete"], "condition": [:]],
            ["action": ["type": "Melt"], "condition": ["age": 1]],
            ["action": ["type": "SetStorageClass"], "condition": ["age": 1]],
            ["action": ["type": "Delete"], "condition": ["age": -1]],
            ["action": ["type": "Delete"], "condition": ["createdBefore": "yesterday"]],
            ["action": ["type": "AbortIncompleteMultipartUpload"], "condition": ["isLive": true]],
        ] as [JSON])
    func badRules(rule: JSON) {
        #expect(throws: Status.self) { try plane([rule]) }
    }
}
