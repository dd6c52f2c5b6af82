import CloudCore
import Testing

@testable import CloudEmulator

/// What a bucket with or without versions is, in the simplest way: all versions that there are, in a list.
private struct BucketModel {
    struct Version {
        let name: String
        let text: String
        let generation: Int64
        var isLive = true
    }

    var keepsVersions = false
    private(set) var versions: [Version] = []

    func live(_ name: String) -> Version? { versions.first { $0.name == name && $0.isLive } }

    mutating func put(_ name: String, _ text: String, _ generation: Int64) {
        retire(name)
        versions.append(Version(name: name, text: text, generation: generation))
    }

    mutating func retire(_ name: String) {
        guard let index = versions.firstIndex(where: { $0.name == name && $0.isLive }) else { return }
        if keepsVersions { versions[index].isLive = false } else { versions.remove(at: index) }
    }

    mutating func remove(_ name: String, _ generation: Int64) {
        versions.removeAll { $0.name == name && $0.generation == generation }
    }

    func names(_ prefix: String, _ delimiter: String, all: Bool) -> [String] {
        var found: [String] = []
        for version in versions.filter({ all || $0.isLive }) where version.name.hasPrefix(prefix) {
            let rest = version.name.dropFirst(prefix.count)
            if !delimiter.isEmpty, let end = rest.firstIndex(of: "/") {
                let group = "[\(prefix)\(rest[...end])]"
                if !found.contains(group) { found.append(group) }
            } else {
                found.append(version.name)
            }
        }
        return found.sorted()
    }
}

@Suite("The store of objects, beside a simple model")
struct StorageModelTests {
    private static let names = ["a", "a/", "a/b", "a/c/d", "b", "b/x", "c"]

    @Test(
        "A thousand random steps agree with the model, whatever the seed",
        arguments: 1...20 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) throws {
        var random = TestRandom(seed)
        var plane = try ControlPlane.withBucket()
        var model = BucketModel()
        for step in 0..<1_000 {
            try take(step, &plane, &model, &random)
            try compare(&plane, model, &random)
        }
    }

    private func take(
        _ step: Int, _ plane: inout ControlPlane, _ model: inout BucketModel, _ random: inout TestRandom
    ) throws {
        let name = Self.names.randomElement(using: &random) ?? "a"
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            let guess = Bool.random(using: &random) ? model.live(name)?.generation ?? 0 : Int64(step)
            let condition = StoragePreconditions(generationMatch: Bool.random(using: &random) ? guess : nil)
            let holds = condition.generationMatch.map { $0 == model.live(name)?.generation ?? 0 } ?? true
            let written = try? plane.put(name, "text \(step)", if: condition)
            #expect((written != nil) == holds)
            if let written { model.put(name, "text \(step)", written.generation) }
        case 4, 5:
            let isThere = model.live(name) != nil
            let refusal = failure { () throws(Status) in
                try plane.deleteObject("bucket", name, generation: nil, by: .owner, at: start)
            }
            #expect((refusal == nil) == isThere)
            model.retire(name)
        case 6:
            guard let version = model.versions.randomElement(using: &random) else { return }
            try plane.deleteObject(
                "bucket", version.name, generation: version.generation, by: .owner, at: start)
            model.remove(version.name, version.generation)
        case 7:
            guard let source = model.versions.randomElement(using: &random) else { return }
            let copy = try plane.copyObject(
                ObjectSource(bucket: "bucket", name: source.name, generation: source.generation),
                to: ObjectInsertion(bucket: "bucket", name: name), by: .owner, at: start)
            model.put(name, source.text, copy.generation)
        case 8:
            let metadata: JSON = ["metadata": ["step": .string(String(step))]]
            let changed = try? plane.changeObject(
                "bucket", name, generation: nil, metadata, isPatch: true, by: .owner, at: start)
            #expect(changed?.generation == model.live(name)?.generation)
        default:
            model.keepsVersions.toggle()
            _ = try plane.changeBucket(
                "bucket", ["versioning": ["enabled": .bool(model.keepsVersions)]], isPatch: true, by: .owner,
                at: start)
        }
    }

    private func compare(_ plane: inout ControlPlane, _ model: BucketModel, _ random: inout TestRandom) throws
    {
        for version in model.versions {
            #expect(try plane.text(version.name, generation: version.generation) == version.text)
        }
        for name in Self.names {
            #expect((try? plane.text(name)) == model.live(name)?.text)
        }
        let prefix = ["", "a", "a/", "b"].randomElement(using: &random) ?? ""
        let delimiter = ["", "/"].randomElement(using: &random) ?? ""
        let all = Bool.random(using: &random)
        let names = try plane.names {
            ($0.prefix, $0.delimiter, $0.listsVersions) = (prefix, delimiter, all)
        }
        #expect(names.sorted() == model.names(prefix, delimiter, all: all))
    }
}
