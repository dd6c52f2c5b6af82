import CloudCore

/// What every connection of one server shares.
final class Services: Sendable {
    let methods: MethodTable
    let rest: RESTService
    let limits: ServerLimits
    let mailbox: Mailbox<LoopMail<NetworkCall>>
    let localPort: UInt16
    /// What stands between the front doors and the methods; nil for nothing.
    let interceptor: Interceptor?

    init(
        methods: MethodTable, rest: RESTService, limits: ServerLimits,
        mailbox: Mailbox<LoopMail<NetworkCall>>, localPort: UInt16,
        interceptor: Interceptor? = nil
    ) {
        self.methods = methods
        self.rest = rest
        self.limits = limits
        self.mailbox = mailbox
        self.localPort = localPort
        self.interceptor = interceptor
    }

    /// What a call of the connection with that registration tells when it has something to say.
    func notifier(for registration: UInt32) -> @Sendable (NetworkCall) -> Void {
        { [mailbox] call in mailbox.post(.connection(registration, call)) }
    }
}
