import CloudCore
import PubSubEmulator
import Testing

@testable import CloudEmulator

@Suite("Buckets")
struct BucketTests {
    @Test("A new bucket has the service's defaults")
    func defaults() throws {
        var plane = ControlPlane.make()
        let bucket = try plane.addBucket("my-bucket")
        #expect(bucket.location == "US" && bucket.locationType == "multi-region")
        #expect(bucket.storageClass == "STANDARD" && bucket.metageneration == 1 && bucket.etag == "CAE=")
        #expect(bucket.rpo == "DEFAULT" && bucket.projectNumber == 415_104_041_262)
        #expect(bucket.iamConfiguration?.uniformBucketLevelAccess?.enabled == false)
        #expect(bucket.iamConfiguration?.publicAccessPrevention == "inherited")
        #expect(bucket.softDeletePolicy?.retentionDurationSeconds == 0)
        #expect(try plane.bucket("my-bucket", by: .owner, at: start) == bucket)
    }

    @Test(
        "Locations have types",
        arguments: [
            ("eu", "EU", "multi-region"), ("europe-west1", "EUROPE-WEST1", "region"),
            ("nam4", "NAM4", "dual-region"),
        ])
    func locations(given: String, name: String, type: String) throws {
        var plane = ControlPlane.make()
        let bucket = try plane.addBucket("my-bucket", ["location": .string(given)])
        #expect(bucket.location == name && bucket.locationType == type)
    }

    @Test(
        "Names that no bucket can have are refused",
        arguments: [
            "ab", "Upper", "-a-b", "a-b-", "192.168.5.4", "goog-bucket", "my-google-bucket", "a..b",
            "with space",
            String(repeating: "a", count: 64), "",
        ])
    func badNames(name: String) {
        var plane = ControlPlane.make()
        #expect(failure { () throws(Status) in try plane.addBucket(name) }?.code == .invalidArgument)
    }

    @Test("A name can be given once, and again after the bucket is gone")
    func names() throws {
        var plane = try ControlPlane.withBucket()
        let again = failure { () throws(Status) in try plane.addBucket("bucket") }
        #expect(again?.storageHTTPStatus == 409)
        #expect(
            again?.message
                == "Your previous request to create the named bucket succeeded and you already own it.")
        try plane.deleteBucket("bucket", by: .owner, at: start)
        try plane.addBucket("bucket")
    }

    @Test("Only an empty bucket is deleted, and versions that are not live count")
    func notEmpty() throws {
        var plane = try ControlPlane.withBucket("bucket", ["versioning": ["enabled": true]])
        let object = try plane.put("a")
        try plane.deleteObject("bucket", "a", generation: nil, by: .owner, at: start)
        let refusal = failure { () throws(Status) in try plane.deleteBucket("bucket", by: .owner, at: start) }
        #expect(refusal?.storageHTTPStatus == 409)
        #expect(refusal?.message == "The bucket you tried to delete is not empty.")
        try plane.deleteObject("bucket", "a", generation: object.generation, by: .owner, at: start)
        try plane.deleteBucket("bucket", by: .owner, at: start)
        let gone = failure { () throws(Status) in try plane.bucket("bucket", by: .owner, at: start) }
        #expect(gone?.message == "The specified bucket does not exist." && gone?.code == .notFound)
    }

    @Test("A patch changes what it names, null removes, and each counts")
    func patch() throws {
        var plane = try ControlPlane.withBucket("bucket", ["labels": ["a": "1", "b": "2"]])
        let patched = try plane.changeBucket(
            "bucket", ["labels": ["a": .null, "c": "3"], "versioning": ["enabled": true]], isPatch: true,
            by: .owner, at: start.days(1))
        #expect(patched.labels == ["b": "2", "c": "3"])
        #expect(patched.versioning?.enabled == true && patched.metageneration == 2 && patched.etag == "CAI=")
        let updated = try plane.changeBucket("bucket", [:], isPatch: false, by: .owner, at: start.days(2))
        #expect(updated.labels.isEmpty && updated.versioning == nil && updated.metageneration == 3)
        #expect(updated.location == "US" && updated.timeCreated == patched.timeCreated)
        let moved = failure { () throws(Status) in
            try plane.changeBucket("bucket", ["location": "EU"], isPatch: true, by: .owner, at: start)
        }
        #expect(moved?.code == .invalidArgument)
    }

    @Test("Conditions on the metageneration are checked")
    func preconditions() throws {
        var plane = try ControlPlane.withBucket()
        let wrong = StoragePreconditions(metagenerationMatch: 7)
        let refusal = failure { () throws(Status) in
            try plane.changeBucket("bucket", [:], isPatch: true, if: wrong, by: .owner, at: start)
        }
        #expect(refusal?.storageHTTPStatus == 412)
        let known = StoragePreconditions(metagenerationNotMatch: 1)
        let unchanged = failure { () throws(Status) in
            try plane.bucket("bucket", if: known, by: .owner, at: start)
        }
        #expect(unchanged?.storageHTTPStatus == 304)
    }

    @Test(
        "What is not served is refused by name, and passed over when it says no",
        arguments: [
            ("retentionPolicy", ["retentionPeriod": "60"], ["retentionPeriod": ""]),
            ("autoclass", ["enabled": true], ["enabled": false]), ("cors", [["maxAgeSeconds": 1]], []),
            ("website", ["mainPageSuffix": "i"], [:]),
            ("billing", ["requesterPays": true], ["requesterPays": false]),
            ("defaultEventBasedHold", true, false),
        ] as [(String, JSON, JSON)])
    func unsupported(field: String, asks: JSON, saysNo: JSON) throws {
        var plane = ControlPlane.make()
        let refusal = failure { () throws(Status) in
            try plane.addBucket("bucket", .object(JSONObject([(field, asks)])))
        }
        #expect(refusal?.code == .unimplemented && refusal?.message.contains(field) == true)
        try plane.addBucket("bucket", .object(JSONObject([(field, saysNo)])))
    }

    @Test("Uniform access is locked ninety days after it was switched on")
    func uniformAccess() throws {
        let on: JSON = ["iamConfiguration": ["uniformBucketLevelAccess": ["enabled": true]]]
        let off: JSON = ["iamConfiguration": ["uniformBucketLevelAccess": ["enabled": false]]]
        var plane = try ControlPlane.withBucket("bucket", on)
        let bucket = try plane.bucket("bucket", by: .owner, at: start)
        #expect(bucket.iamConfiguration?.bucketPolicyOnly?.enabled == true)
        #expect(
            bucket.iamConfiguration?.uniformBucketLevelAccess?.lockedTime
                == Timestamp(start.days(90)).wholeMilliseconds)
        _ = try plane.changeBucket("bucket", off, isPatch: true, by: .owner, at: start.days(89))
        _ = try plane.changeBucket("bucket", on, isPatch: true, by: .owner, at: start.days(89))
        let late = failure { () throws(Status) in
            try plane.changeBucket("bucket", off, isPatch: true, by: .owner, at: start.days(180))
        }
        #expect(late?.code == .invalidArgument)
    }

    @Test("Listings go by name, prefix and page")
    func listing() throws {
        var plane = ControlPlane.make()
        for name in ["b-one", "a-two", "b-three", "a-one"] { try plane.addBucket(name) }
        func list(_ prefix: String = "", _ size: Int? = nil, _ token: String = "") throws -> StorageV1.Buckets
        {
            try plane.listBuckets(
                in: "local-project", prefix: prefix, maxResults: size, pageToken: token, by: .owner, at: start
            )
        }
        #expect(try list().items.map(\.name) == ["a-one", "a-two", "b-one", "b-three"])
        #expect(try list("b-").items.map(\.name) == ["b-one", "b-three"])
        let first = try list("", 3)
        #expect(first.items.count == 3)
        let rest = try list("", 3, first.nextPageToken)
        #expect(rest.items.map(\.name) == ["b-three"] && rest.nextPageToken.isEmpty)
    }

    @Test("A policy is kept for a bucket, and public access is prevented when that is enforced")
    func policies() throws {
        var plane = try ControlPlane.withBucket()
        let open = IAMv1.Policy([IAMv1.Binding("roles/storage.objectViewer", ["allUsers"])])
        let written = try plane.setBucketPolicy("bucket", open, by: .owner, at: start)
        #expect(try plane.bucketPolicy("bucket", version: 1, by: .owner, at: start) == written)
        var stale = open
        stale.etag = [1, 2, 3]
        let outdated = failure { () throws(Status) in
            try plane.setBucketPolicy("bucket", stale, by: .owner, at: start)
        }
        #expect(outdated?.code == .aborted)
        try plane.addBucket("closed", ["iamConfiguration": ["publicAccessPrevention": "enforced"]])
        let refusal = failure { () throws(Status) in
            try plane.setBucketPolicy("closed", open, by: .owner, at: start)
        }
        #expect(refusal?.storageHTTPStatus == 412)
    }
}
