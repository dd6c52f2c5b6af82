import CloudCore
import RPCServer
import Testing

@testable import CloudEmulator

@Suite("The document of the local cloud's routes")
struct CloudDocumentTests {
    @Test("It has each route that is the cloud's own, and no other")
    func routes() throws {
        let folder = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = String(
            decoding: try InputFile.bytes("/\(folder)/docs/local-cloud-api.md"), as: UTF8.self)
        let documented = text.split(separator: "\n").filter { $0.hasPrefix("### `") }
            .map { String($0.dropFirst(5).dropLast()) }
        let cloud = LocalCloud(timeline: VirtualTimeline())
        let served = cloud.ownRoutes.filter { $0.template.hasPrefix("/emulator/v1/") }
            .map { "\($0.method) \($0.template)" }
        #expect(documented.sorted() == served.sorted())
    }
}
