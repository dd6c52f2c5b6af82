import CloudCore
import Testing

@testable import CloudEmulator

struct FormFieldsTests {
    private func parse(_ text: String, _ type: String = "application/x-www-form-urlencoded")
        throws(OAuthError)
        -> FormFields
    {
        let result: Result<FormFields, OAuthError> = Array(text.utf8).withUnsafeBytes { bytes in
            Result { () throws(OAuthError) in try FormFields(parsing: bytes, contentType: type) }
        }
        return try result.get()
    }

    @Test("A form is read with its encoding; empty parameters are as good as missing")
    func form() throws {
        let fields = try parse("grant_type=a%3Ab&scope=x+y&empty=&bare&%65=1")
        #expect(fields["grant_type"] == "a:b" && fields["scope"] == "x y" && fields["e"] == "1")
        #expect(fields["empty"] == nil && fields["bare"] == nil)
    }

    @Test("An object of JSON is as good, with names in either spelling")
    func json() throws {
        let fields = try parse(#"{"grantType": "a", "scope": "b"}"#, "application/json; charset=utf-8")
        #expect(fields["grant_type"] == "a" && fields["scope"] == "b")
    }

    @Test(
        "What is malformed is refused",
        arguments: [
            ("a=%", "form"), ("a=%zz", "form"), ("a=1&a=2", "form"), ("a=%ff", "form"),
            ("[]", "application/json"),
            (#"{"a": 1}"#, "application/json"), ("{", "application/json"),
        ])
    func malformed(text: String, type: String) {
        #expect(throws: OAuthError.self) { try parse(text, type) }
    }

    @Test("Too many parameters and too many bytes are refused")
    func limits() throws {
        let fitting = (0..<FormFields.maxFields).map { "k\($0)=1" }.joined(separator: "&")
        #expect(try parse(fitting)["k5"] == "1")
        #expect(throws: OAuthError.self) { try parse(fitting + "&more=1") }
        #expect(throws: OAuthError.self) {
            try parse("a=" + String(repeating: "x", count: FormFields.maxBytes))
        }
    }
}
