import CloudCore
import Testing

@testable import CloudEmulator

@Suite("Propagation of one's own")
struct PropagationFileTests {
    private func model(_ yaml: String) throws -> PropagationModel {
        try PropagationModel(json: JSON(yaml: try YAML.parse(yaml)))
    }

    @Test("A model comes back from its document as it was", arguments: PropagationModel.presets.map(\.name))
    func roundTrip(name: String) throws {
        var model = try #require(PropagationModel(preset: name)).seeded(.max)
        model.shape = .longTail
        model.shapes[.policiesRevoked] = .uniform
        #expect(try PropagationModel(json: model.json) == model)
    }

    @Test("What a file says replaces what its base says, plane by plane")
    func file() throws {
        let model = try model(
            """
            base: slow
            replicas: 7
            policies:
              granted: {min: 30s, max: 300s, shape: longTail}
              revoked: {max: 10s}
            actAs:
              granted: {min: 0s, max: 0s, shape: [{writes: 0.5, delay: 0.25}]}
            """)
        #expect(model.replicas == 7)
        #expect(model.policyEnforcedAfter == .seconds(30) ... .seconds(300))
        #expect(model.policyRevokedAfter == .seconds(10) ... .seconds(10))
        #expect(model.shapes[.policiesGranted] == .longTail)
        #expect(model.accountVisibleAfter == PropagationModel.slow.accountVisibleAfter)
        #expect(model.delay(.policiesGranted).shape == .longTail)
        #expect(model.delay(.policiesVisible).shape == .uniform)
    }

    @Test(
        "What is wrong is named",
        arguments: [
            ("base: quick", "base is"), ("replicas: 0", "replicas is"),
            ("policies: {granted: {min: 5}}", "policies.granted.min is"),
            ("policies: {grant: {}}", "policies.grant is not known here"),
            ("policies: {granted: {min: 400s, max: 1s}}", "policies.granted.min is"),
            ("apis: {enabled: {shape: odd}}", "apis.enabled.shape is"),
            ("shape: [{writes: 0.5, delay: 2}]", "shape[0].delay is"),
            ("colour: red", "colour is not known here"),
        ])
    func wrong(yaml: String, message: String) {
        let status = failure { () throws(Status) in
            let node: YAML.Node
            do throws(YAMLError) { node = try YAML.parse(yaml) } catch { throw Status(.unknown, "\(error)") }
            return try PropagationModel(json: JSON(yaml: node))
        }
        #expect(status?.message.hasPrefix(message) == true, "\(status?.message ?? "nothing")")
    }
}
