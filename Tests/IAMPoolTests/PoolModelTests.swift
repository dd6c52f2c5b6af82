import CloudCore
import TestSupport
import Testing

@testable import IAMPool

/// The pool's state against a model that knows only what must be true of any pool.
@Suite struct PoolModelTests {
    @Test("whatever happens, no account is handed out twice or dirty", arguments: 0..<60 as Range<UInt64>)
    func randomRuns(seed: UInt64) throws {
        var run = try ModelRun(seed: seed)
        for _ in 0..<300 { try run.step() }
        #expect(run.leasesGiven > 5)
    }
}

/// Random operations on a pool, and what each must have done.
private struct ModelRun {
    struct Held {
        var email: String
        var name: String
        var run: String
        var holders: [String: Int]
        var expires: Instant
    }

    var pool: ServiceAccountPool
    var random: SeededGenerator
    var now = Instant(nanoseconds: 0)
    /// Accounts that are known, and those of them that must not be leased before a cleaning has succeeded.
    var known: Set<String> = []
    var tainted: Set<String> = []
    var held: [UInt64: Held] = [:]
    var creating: [UInt64: Held] = [:]
    var cleanings: [CleaningJob] = []
    var leasesGiven = 0

    init(seed: UInt64) throws {
        pool = ServiceAccountPool(key: PoolKey(project: "p", prefix: try PoolPrefix("it-")))
        random = SeededGenerator(seed: seed)
    }

    mutating func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: discover()
        case 1...4: try request()
        case 5: giveBack()
        case 6: Bool.random(using: &random) ? giveBack() : withdraw()
        case 7, 8: endCleaning()
        case 9: try endCreation()
        case 10: renewOrRecord()
        default: now = now + .seconds(Int.random(in: 0...40, using: &random))
        }
        forgetExpired()
        checkLeases()
    }

    mutating func discover() {
        let email = "it-\(Int.random(in: 0..<6, using: &random))@p"
        pool.discover([email, "foreign@p"], at: now)
        if known.insert(email).inserted { tainted.insert(email) }
    }

    mutating func request() throws {
        let request = ServiceAccountPool.Request(
            logicalName: "name\(Int.random(in: 0..<5, using: &random))",
            runID: "run\(Int.random(in: 0..<2, using: &random))",
            owner: "owner\(Int.random(in: 0..<2, using: &random))", duration: .seconds(100),
            cleaningLimit: .seconds(50),
            newEmail: Bool.random(using: &random)
                ? "it-new\(Int.random(in: 0..<1000, using: &random))@p" : nil,
            maxAccounts: 8)
        forgetExpired()
        let same = held.first { $0.value.name == request.logicalName && $0.value.run == request.runID }
        let creatingSame = creating.values.contains {
            $0.name == request.logicalName && $0.run == request.runID
        }
        let free = known.subtracting(tainted)
        switch try pool.request(request, at: now) {
        case .leased(let email, let record):
            leasesGiven += 1
            #expect(!creatingSame)
            if let same {
                #expect(email == same.value.email && record.id == same.key)
                held[same.key]?.holders[request.owner, default: 0] += 1
                held[same.key]?.expires = max(same.value.expires, now + request.duration)
            } else {
                #expect(free.contains(email))
                #expect(held[record.id] == nil)
                tainted.insert(email)
                held[record.id] = Held(
                    email: email, name: request.logicalName, run: request.runID, holders: [request.owner: 1],
                    expires: now + request.duration)
            }
        case .clean(let job):
            #expect(same == nil && free.isEmpty && !creatingSame)
            #expect(tainted.contains(job.email))
            cleanings.append(job)
        case .create(let email, let record):
            #expect(same == nil && free.isEmpty && known.count < 8 && email == request.newEmail)
            known.insert(email)
            tainted.insert(email)
            creating[record.id] = Held(
                email: email, name: request.logicalName, run: request.runID, holders: [request.owner: 1],
                expires: now + request.duration)
        case .wait:
            #expect(same == nil && (creatingSame || free.isEmpty))
            #expect(!cleanings.isEmpty || creatingSame || request.newEmail.map(known.contains) == true)
        case .exhausted(_, let status):
            #expect(same == nil && free.isEmpty)
            #expect(request.newEmail == nil || known.count >= 8)
            #expect(status.code == .resourceExhausted)
        }
    }

    mutating func giveBack() {
        guard let id = held.keys.sorted().randomElement(using: &random), var lease = held[id] else { return }
        let owner = "owner\(Int.random(in: 0..<2, using: &random))"
        let all = Bool.random(using: &random)
        let job = Result {
            try pool.giveBack(lease: id, owner: owner, all: all, cleaningLimit: .seconds(50), at: now)
        }
        guard let count = lease.holders[owner] else {
            #expect(throws: Status.self) { try job.get() }
            return
        }
        lease.holders[owner] = all || count == 1 ? nil : count - 1
        let cleaning = try? job.get()
        #expect((cleaning != nil) == lease.holders.isEmpty)
        held[id] = lease.holders.isEmpty ? nil : lease
        if let cleaning { cleanings.append(cleaning) }
    }

    mutating func withdraw() {
        guard let id = held.keys.sorted().randomElement(using: &random), var lease = held[id],
            let owner = lease.holders.keys.sorted().first, let count = lease.holders[owner]
        else { return }
        pool.withdraw(lease: id, owner: owner, reason: "r", at: now)
        lease.holders[owner] = count == 1 ? nil : count - 1
        held[id] = lease.holders.isEmpty ? nil : lease
    }

    mutating func endCleaning() {
        guard !cleanings.isEmpty else { return }
        let job = cleanings.remove(at: Int.random(in: 0..<cleanings.count, using: &random))
        // Whoever comes too late changes nothing.
        let isCurrent = job.claim.until > now && pool.accounts[job.email]?.state == .cleaning(job.claim)
        pool.expire(at: now)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: pool.failCleaning(job, reason: "r", grants: job.grants, at: now)
        case 2:
            pool.failCleaningOfMissing(job, reason: "r", grants: job.grants, at: now)
            if isCurrent, job.grants.isEmpty || job.claim.failures >= 3 {
                known.remove(job.email)
                tainted.remove(job.email)
                return
            }
        case 1: pool.abandonCleaning(job, at: now)
        default:
            pool.finishCleaning(job, at: now)
            if isCurrent { tainted.remove(job.email) }
        }
    }

    mutating func endCreation() throws {
        guard let id = creating.keys.sorted().randomElement(using: &random), let lease = creating[id] else {
            return
        }
        creating[id] = nil
        if Bool.random(using: &random) {
            try pool.finishCreating(lease: id)
            held[id] = lease
        } else {
            pool.abandonCreating(lease: id)
            known.remove(lease.email)
            tainted.remove(lease.email)
        }
    }

    mutating func renewOrRecord() {
        guard let id = held.keys.sorted().randomElement(using: &random), let lease = held[id] else { return }
        let topic = GrantedResource.topic("projects/p/topics/\(Int.random(in: 0..<3, using: &random))")
        #expect(throws: Never.self) { try pool.record([topic], lease: id, at: now) }
        #expect(pool.accounts[lease.email]?.grants.contains(topic) == true)
        #expect(throws: Never.self) { try pool.renew(lease: id, until: now + .seconds(100), at: now) }
        held[id]?.expires = max(lease.expires, now + .seconds(100))
    }

    mutating func forgetExpired() {
        pool.expire(at: now)
        held = held.filter { $0.value.expires > now }
        creating = creating.filter { $0.value.expires > now }
    }

    /// The pool's leases are the model's, and no account has two.
    func checkLeases() {
        let leases = pool.accounts.values.compactMap { account in account.lease.map { (account.email, $0) } }
        #expect(Set(leases.map(\.1.id)) == Set(held.keys).union(creating.keys))
        for (email, record) in leases {
            guard let lease = held[record.id] ?? creating[record.id] else { continue }
            #expect(
                lease.email == email && lease.holders == record.holders && lease.expires == record.expires)
        }
        #expect(Set(pool.accounts.keys) == known)
        for account in pool.accounts.values { #expect(account.isFree == !tainted.contains(account.email)) }
    }
}
