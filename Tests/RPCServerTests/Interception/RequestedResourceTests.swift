import CloudCore
import Testing

@testable import RPCServer

struct RequestedResourceTests {
    private func resource(_ template: String, _ request: JSON) -> String {
        RPCMethod.unary("/t.T/Call", [.get(template)]) { (note: Note, _) throws(Status) in note }
            .resource(of: request)
    }

    @Test("A request names what its path binds, whole or piece by piece, by either name of a field")
    func names() {
        #expect(resource("/v1/{name=shelves/*}", ["name": "shelves/a"]) == "shelves/a")
        let pieces = "/v1/projects/{project_id}/builds/{build.id}:cancel"
        #expect(resource(pieces, ["project_id": "p", "build": ["id": "b"]]) == "projects/p/builds/b")
        #expect(resource(pieces, ["projectId": "p", "build": ["id": "b"]]) == "projects/p/builds/b")
    }

    @Test("Where the path binds nothing that the request has, its first text counts, if there is one")
    func fallback() {
        #expect(resource("/v1/{name=shelves/*}", ["count": 1, "text": "x"]) == "x")
        #expect(resource("/v1/projects/{project_id}/builds/{id}", ["projectId": "p"]) == "p")
        #expect(resource("/v1/shelves", [:]) == "")
    }
}
