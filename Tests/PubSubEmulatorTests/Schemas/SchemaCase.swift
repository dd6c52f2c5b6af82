import CloudCore
import Testing

@testable import PubSubEmulator

/// Data that fits a definition, or does not.
struct SchemaCase: Sendable, CustomTestStringConvertible {
    var definition: String
    var data: [UInt8]
    /// What the refusal says; nil for none.
    var fault: String?
    var testDescription: String { "\(definition.prefix(80)) \(data.prefix(30))" }

    init(_ definition: String, _ data: [UInt8], _ fault: String? = nil) {
        self.definition = definition
        self.data = data
        self.fault = fault
    }

    init(_ definition: String, json: String, _ fault: String? = nil) {
        self.init(definition, Array(json.utf8), fault)
    }

    func check(_ type: Schema.Kind, _ encoding: Encoding) throws {
        let definition = try SchemaDefinition.parse(Schema(type, definition))
        var found: SchemaFault?
        do throws(SchemaFault) {
            try definition.check(data, encoding)
        } catch {
            found = error
        }
        #expect(found?.description == fault)
    }
}

/// Expects a definition to be refused with that text, or to be taken.
func expectDefinition(_ type: Schema.Kind, _ definition: String, _ fault: String?) throws {
    guard let fault else {
        _ = try SchemaDefinition.parse(Schema(type, definition))
        return
    }
    let status = expectCode(.invalidArgument) { () throws(Status) in
        _ = try SchemaDefinition.parse(Schema(type, definition))
    }
    #expect(status?.message == "Could not parse schema definition: \(fault).")
}
