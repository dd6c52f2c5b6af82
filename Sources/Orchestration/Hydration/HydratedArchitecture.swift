import CloudCore

/// An architecture in which nothing is left open: defaults, director resources, names and variables are set.
public struct HydratedArchitecture: Sendable, Equatable {
    /// The architecture to be stood up, with hydrated names.
    public internal(set) var architecture: Architecture
    /// What became of each name.
    public internal(set) var names: NameMap
    /// The test run whose names these are, or nil for the names as written.
    public internal(set) var runID: String?
    /// The email that each service runs as, by hydrated service name; the director is among them.
    public internal(set) var serviceAccountEmails: [String: String]

    /// The Service Director's hydrated spec.
    public var director: DirectorSpec { architecture.serviceManager }

    /// The subscription on which the director receives its commands.
    public var commandSubscription: String {
        director.deployment?.environment[DirectorChannel.commandSubscriptionVariable] ?? ""
    }

    /// The dataflows that the user wrote, sorted by name: all but the director's own.
    public var applicationDataflows: [Dataflow] {
        architecture.sortedDataflows.filter { $0.name != director.infraDataflowName }
    }

    /// The architecture with accounts replaced by emails, for example those leased from a pool.
    ///
    /// A key is a service account as the YAML wrote it or as hydrated, or else the name of a service, as
    /// written or as hydrated. Throws INVALID_ARGUMENT for a key that names neither, and for a value that is
    /// no email.
    public func injecting(emails: [String: String]) throws(Status) -> HydratedArchitecture {
        var byAccount: [String: String] = [:]
        var byService: [String: String] = [:]
        let accounts = Set(architecture.accountUses.map(\.account))
        for (key, email) in emails.sorted(by: { $0.key < $1.key }) {
            guard ServiceAccountName(email).isEmail else {
                throw Status(
                    .invalidArgument, "\"\(email)\" for \"\(key)\" is no service account email: it has no @")
            }
            let account = renamedAccount(key)
            let service = names.hydrated(.service, key)
            if accounts.contains(account) {
                byAccount[account] = email
            } else if serviceAccountEmails[service] != nil {
                byService[service] = email
            } else {
                throw Status(
                    .invalidArgument,
                    "\"\(key)\" is neither a service account nor a service of this architecture; "
                        + "its service accounts are \(accounts.sorted().joined(separator: ", "))")
            }
        }
        var result = self
        result.replaceAccounts { service, account in
            service.flatMap { byService[$0] } ?? byAccount[account] ?? account
        }
        return result
    }

    /// A name as the YAML wrote it, in its hydrated form.
    private func renamedAccount(_ written: String) -> String {
        let name = ServiceAccountName(written)
        guard name.isEmail else { return names.hydrated(.serviceAccount, written) }
        guard name.belongs(to: architecture.projectID) else { return written }
        return names.hydrated(.serviceAccount, name.id)
            + ServiceAccountName.domain(of: architecture.projectID)
    }

    /// Replaces each account by what `replacement` answers for it and the service that runs as it (nil for a
    /// job's account), and brings `serviceAccountEmails` in line.
    mutating func replaceAccounts(_ replacement: (_ service: String?, _ account: String) -> String) {
        architecture.serviceManager.serviceAccount = replacement(director.name, director.serviceAccount)
        architecture.updateDataflows { flow in
            for (key, service) in flow.services {
                flow.services[key]?.serviceAccount = replacement(key, service.serviceAccount)
            }
            for index in flow.resources.schedulerJobs.indices {
                let account = flow.resources.schedulerJobs[index].serviceAccount
                flow.resources.schedulerJobs[index].serviceAccount = replacement(nil, account)
            }
        }
        serviceAccountEmails = Self.emails(of: architecture)
    }

    static func emails(of architecture: Architecture) -> [String: String] {
        var emails: [String: String] = [:]
        for service in architecture.allServices {
            emails[service.name] = ServiceAccountName(service.serviceAccount).email(
                project: architecture.projectID)
        }
        return emails
    }
}

extension Architecture {
    /// The director and every service of every dataflow, in a fixed order.
    public var allServices: [Service] {
        [serviceManager.service] + sortedDataflows.flatMap(\.sortedServices)
    }

    /// Each account as written, with the service or job that uses it, in a fixed order.
    var accountUses: [(account: String, user: String)] {
        let services = allServices.map { (account: $0.serviceAccount, user: $0.name) }
        let jobs = sortedDataflows.flatMap(\.resources.schedulerJobs).map {
            (account: $0.serviceAccount, user: $0.name)
        }
        return (services + jobs).filter { !$0.account.isEmpty }
    }

    /// Changes each dataflow in place, in the order of their names.
    mutating func updateDataflows(_ change: (inout Dataflow) -> Void) {
        for key in dataflows.keys.sorted() {
            guard var flow = dataflows[key] else { continue }
            change(&flow)
            dataflows[key] = flow
        }
    }
}
