extension PropagationModel {
    /// Everything is seen at once.
    public static let instant = PropagationModel(
        accountVisibleAfter: .zero ... .zero, accountAcceptedAfter: .zero ... .zero,
        accountChangeVisibleAfter: .zero ... .zero, policyVisibleAfter: .zero ... .zero,
        policyEnforcedAfter: .zero ... .zero, replicas: 1, flickerProbability: 0)

    /// An ordinary day: accounts within a minute and a half, policies within 2 to 3 minutes.
    public static let typical: PropagationModel = {
        var model = PropagationModel(
            accountVisibleAfter: .seconds(5) ... .seconds(60),
            accountAcceptedAfter: .seconds(10) ... .seconds(90),
            accountChangeVisibleAfter: .zero ... .seconds(20),
            policyVisibleAfter: .seconds(60) ... .seconds(120),
            policyEnforcedAfter: .seconds(90) ... .seconds(180))
        model.policyRevokedAfter = .seconds(90) ... .seconds(240)
        model.actAsRevokedAfter = .seconds(90) ... .seconds(240)
        model.apiEnabledAfter = .seconds(5) ... .seconds(60)
        model.apiDisabledAfter = .seconds(5) ... .seconds(60)
        return model
    }()

    /// A slow day: policies take up to the 7 minutes that Google warns of.
    public static let slow: PropagationModel = {
        var model = PropagationModel(
            accountVisibleAfter: .seconds(60) ... .seconds(120),
            accountAcceptedAfter: .seconds(60) ... .seconds(180),
            accountChangeVisibleAfter: .zero ... .seconds(60),
            policyVisibleAfter: .seconds(240) ... .seconds(420),
            policyEnforcedAfter: .seconds(300) ... .seconds(420))
        model.accountRefusedAfter = .seconds(60) ... .seconds(180)
        model.apiEnabledAfter = .seconds(60) ... .seconds(300)
        model.apiDisabledAfter = .seconds(60) ... .seconds(300)
        return model
    }()

    /// A bad day: longer than Google warns of, and half of all reads come from another replica.
    public static let worst: PropagationModel = {
        var model = PropagationModel(
            accountVisibleAfter: .seconds(120) ... .seconds(300),
            accountAcceptedAfter: .seconds(120) ... .seconds(600),
            accountChangeVisibleAfter: .zero ... .seconds(300),
            policyVisibleAfter: .seconds(420) ... .seconds(900),
            policyEnforcedAfter: .seconds(600) ... .seconds(1200), replicas: 5, flickerProbability: 0.5)
        model.accountRefusedAfter = .seconds(120) ... .seconds(600)
        model.policyRevokedAfter = .seconds(600) ... .seconds(1800)
        model.actAsRevokedAfter = .seconds(600) ... .seconds(1800)
        model.apiEnabledAfter = .seconds(120) ... .seconds(600)
        model.apiDisabledAfter = .seconds(120) ... .seconds(600)
        return model
    }()

    /// The presets by name, the quickest first.
    public static let presets: [(name: String, model: PropagationModel)] = [
        ("instant", .instant), ("typical", .typical), ("slow", .slow), ("worst", .worst),
    ]

    /// The preset of that name; nil for none.
    public init?(preset name: String) {
        guard let preset = Self.presets.first(where: { $0.name == name }) else { return nil }
        self = preset.model
    }
}
