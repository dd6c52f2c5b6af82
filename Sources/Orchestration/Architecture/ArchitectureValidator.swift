import CloudCore

/// Checks a whole architecture before any call is made: names, ranges, references, uniqueness.
struct ArchitectureValidator {
    let architecture: Architecture
    var findings: Findings
    /// Every service's name, the director's among them.
    let serviceNames: Set<String>
    /// Every topic's name, the director's two among them.
    let topicNames: Set<String>
    // Where each name of a kind was first declared.
    private var declared: [String: [String: String]] = [:]

    init(_ architecture: Architecture, file: String, places: [String: YAML.Place]) {
        self.architecture = architecture
        findings = Findings(file: file, places: places)
        serviceNames = Set(architecture.allServices.map(\.name)).subtracting([""])
        var named = architecture
        DirectorInfra.nameTopics(in: &named)
        topicNames = Set(
            architecture.dataflows.values.flatMap(\.resources.topics).map(\.name)
                + [named.serviceManager.commandTopic.name, named.serviceManager.completionTopic.name]
        ).subtracting([""])
    }

    var errors: [Diagnostic] { findings.errors }
    var notes: [Diagnostic] { findings.notes }

    mutating func run() {
        checkRoot()
        checkDirector()
        for (key, flow) in architecture.dataflows.sorted(by: { $0.key < $1.key }) {
            let path = "dataflows.\(key)"
            findings.check(key, path, .dataflow)
            if flow.name != key {
                findings.error("\(path).name", "must equal the key `\(key)`, not `\(flow.name)`")
            }
            if flow.lifecycle?.keepResourcesOnTest != nil {
                findings.note("\(path).lifecycle.keep_resources_on_test")
            }
            for (key, service) in flow.services.sorted(by: { $0.key < $1.key }) {
                checkService(service, key: key, "\(path).services.\(key)")
            }
            checkPubSub(flow.resources, "\(path).resources")
            checkBigQuery(flow.resources, "\(path).resources")
            checkBuckets(flow.resources, "\(path).resources")
            checkFirestore(flow.resources, "\(path).resources")
            checkJobs(flow.resources, "\(path).resources")
        }
        checkVariables()
    }

    private mutating func checkRoot() {
        findings.require(architecture.projectID, "project_id")
        // A project of an organisation's domain is `example.com:name`; the domain is not ours to check.
        let project = architecture.projectID.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
        findings.check(project, "project_id", .project)
        findings.require(architecture.region, "region")
        findings.check(architecture.region, "region", .region)
        checkLabels(architecture.labels, "labels")
        for key in architecture.deploymentEnvironments.keys {
            findings.note("deployment_environments.\(key)")
        }
    }

    /// Source: Resource Manager, "Labels overview": at most 63 characters, no capital letters.
    mutating func checkLabels(_ labels: [String: String], _ path: String) {
        func isWritten(_ text: String) -> Bool {
            text.unicodeScalars.count <= 63
                && text.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic && !$0.properties.isUppercase || $0 == "-" || $0 == "_"
                        || $0.properties.numericType != nil
                }
        }
        for (key, value) in labels {
            let startsWell = key.unicodeScalars.first?.properties.isAlphabetic == true
            guard startsWell, isWritten(key), isWritten(value) else {
                findings.error(
                    "\(path).\(key)",
                    "label `\(key): \(value)` is not allowed: use at most 63 lower-case letters, digits, - and _, the key "
                        + "starting with a letter")
                continue
            }
        }
    }

    /// Reports a name of a kind that another resource has already.
    mutating func declare(_ kind: String, _ name: String, _ path: String) {
        guard !name.isEmpty else { return }
        if let first = declared[kind]?[name] {
            let place = findings.places[first].map { " at \($0)" } ?? ""
            findings.error(
                path, "\(kind) `\(name)` is declared already\(place) (\(first)): rename or remove one of them"
            )
        } else {
            declared[kind, default: [:]][name] = path
        }
    }

    mutating func checkReference(toService name: String, _ path: String) {
        if name.isEmpty { return findings.require(name, path) }
        if !serviceNames.contains(name) { findings.dangling("service", name, path, among: serviceNames) }
    }

    mutating func checkLink(_ link: ServiceLink?, _ path: String) {
        guard let link else { return }
        checkReference(
            toService: link.name,
            findings.places["\(path).service"] == nil ? "\(path).name" : "\(path).service")
        if link.lookup.method == .env { findings.check(link.lookup.key, "\(path).lookup.key", .variable) }
    }

    mutating func checkCommon(_ common: ResourceCommon, _ path: String, hasRules: Bool = false) {
        findings.require(common.name, "\(path).name")
        checkLabels(common.labels, "\(path).labels")
        if !hasRules, !common.lifecycleRules.isEmpty {
            findings.note("\(path).lifecycle_rules", "only a bucket's lifecycle rules have an effect")
        }
        for (index, grant) in common.accessPolicy.enumerated() {
            let path = "\(path).iam_access_policy[\(index)]"
            findings.require(grant.role, "\(path).role")
            if !grant.role.isEmpty, !grant.role.contains("roles/") {
                findings.error(
                    "\(path).role", "`\(grant.role)` is no role: write one such as roles/pubsub.viewer")
            } else {
                findings.check(grant.role, "\(path).role", .role)
            }
            if grant.type == .serviceAccount {
                findings.require(grant.name, "\(path).name")
                checkAccount(grant.name, "\(path).name")
            } else {
                checkReference(toService: grant.name, "\(path).name")
            }
        }
    }

    /// An account is an id of the project or a full email.
    mutating func checkAccount(_ text: String, _ path: String) {
        guard text.contains("@") else { return findings.check(text, path, .serviceAccount) }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isEmail =
            parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x2c }
        if !isEmail {
            findings.error(
                path,
                "`\(text)` is no service account: write an id, or <id>@<project>.iam.gserviceaccount.com")
        }
    }

    /// Two links of a service may not claim one variable.
    private mutating func checkVariables() {
        do {
            _ = try EnvironmentVariables.plan(for: architecture)
        } catch {
            findings.error("dataflows", error.message)
        }
    }
}
