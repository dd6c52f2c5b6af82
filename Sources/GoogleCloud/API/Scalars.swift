import CloudCore
import Foundation

enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }
}

extension JSON {
    func duration(_ name: String) -> Duration? { nil }
}

extension JSONObject {
    mutating func set(_ name: String, _ duration: Duration?) {}
}
