import CloudCore
import Testing

struct ProtoJSONDecoderTests {
    static func decode(_ text: String) throws -> Sample {
        try ProtoJSONDecoder.decode(Sample.self, from: JSON.parse(text))
    }

    @Test(
        "JSON that the mapping accepts, as the canonical text of what it means",
        arguments: [
            ("null", "{}"), ("{}", "{}"),
            (#"{"text":"a"}"#, #"{"text":"a"}"#),
            (#"{"text":null,"flag":null,"child":null,"ackIds":null,"labels":null,"state":null}"#, "{}"),
            (#"{"maybe_text":"a","small_number":1}"#, #"{"maybeText":"a","smallNumber":1}"#),
            (#"{"maybeText":"","maybeFlag":false}"#, #"{"maybeText":"","maybeFlag":false}"#),
            (#"{"text":"","flag":false,"smallNumber":0,"bigNumber":"0","ratio":0}"#, "{}"),
            (#"{"flag":"true","maybeFlag":"false"}"#, #"{"flag":true,"maybeFlag":false}"#),
            (#"{"smallNumber":1e2}"#, #"{"smallNumber":100}"#),
            (#"{"smallNumber":3.0}"#, #"{"smallNumber":3}"#),
            (#"{"smallNumber":"-7"}"#, #"{"smallNumber":-7}"#),
            (#"{"smallNumber":-2147483648}"#, #"{"smallNumber":-2147483648}"#),
            (#"{"bigNumber":12}"#, #"{"bigNumber":"12"}"#),
            (#"{"bigNumber":"9223372036854775807"}"#, #"{"bigNumber":"9223372036854775807"}"#),
            (#"{"bigNumber":9007199254740993}"#, #"{"bigNumber":"9007199254740993"}"#),
            (#"{"bigNumber":1e3}"#, #"{"bigNumber":"1000"}"#),
            (#"{"ratio":"1.5"}"#, #"{"ratio":1.5}"#), (#"{"ratio":3}"#, #"{"ratio":3}"#),
            (#"{"ratio":"Infinity"}"#, #"{"ratio":"Infinity"}"#),
            (#"{"ratio":"-Infinity"}"#, #"{"ratio":"-Infinity"}"#),
            (#"{"ratio":"NaN"}"#, #"{"ratio":"NaN"}"#),
            (#"{"data":"/+8="}"#, #"{"data":"/+8="}"#), (#"{"data":"_-8"}"#, #"{"data":"/+8="}"#),
            (#"{"waitTime":"3.5s"}"#, #"{"waitTime":"3.500s"}"#),
            (#"{"waitTime":"0s"}"#, #"{"waitTime":"0s"}"#),
            (#"{"waitTime":"-0.000001s"}"#, #"{"waitTime":"-0.000001s"}"#),
            (#"{"waitTime":"1.123456789s"}"#, #"{"waitTime":"1.123456789s"}"#),
            (#"{"waitTime":"315576000000s"}"#, #"{"waitTime":"315576000000s"}"#),
            (#"{"startTime":"2024-02-29T23:59:59.12Z"}"#, #"{"startTime":"2024-02-29T23:59:59.120Z"}"#),
            (#"{"startTime":"2024-01-01T00:30:00+01:00"}"#, #"{"startTime":"2023-12-31T23:30:00Z"}"#),
            (#"{"startTime":"2023-12-31T23:30:00-00:45"}"#, #"{"startTime":"2024-01-01T00:15:00Z"}"#),
            (
                #"{"startTime":"1969-12-31T23:59:59.000000001Z"}"#,
                #"{"startTime":"1969-12-31T23:59:59.000000001Z"}"#
            ),
            (#"{"startTime":"0001-01-01T00:00:00Z"}"#, #"{"startTime":"0001-01-01T00:00:00Z"}"#),
            (
                #"{"startTime":"9999-12-31T23:59:59.999999999Z"}"#,
                #"{"startTime":"9999-12-31T23:59:59.999999999Z"}"#
            ),
            (
                #"{"updateMask":"labels,pushConfig.pushEndpoint"}"#,
                #"{"updateMask":"labels,pushConfig.pushEndpoint"}"#
            ),
            (#"{"updateMask":"push_config.push_endpoint"}"#, #"{"updateMask":"pushConfig.pushEndpoint"}"#),
            (#"{"updateMask":""}"#, #"{"updateMask":""}"#),
            (#"{"ackIds":["a","b"],"deadlines":[1,"2"]}"#, #"{"ackIds":["a","b"],"deadlines":[1,2]}"#),
            (
                #"{"ackIds":"a","deadlines":3,"children":{}}"#,
                #"{"ackIds":["a"],"deadlines":[3],"children":[{}]}"#
            ),
            (#"{"labels":{"b":"2","a":"1"}}"#, #"{"labels":{"b":"2","a":"1"}}"#),
            (#"{"state":"ACTIVE"}"#, #"{"state":"ACTIVE"}"#),
            (#"{"state":2}"#, #"{"state":"RESOURCE_ERROR"}"#),
            (#"{"state":99}"#, #"{"state":99}"#), (#"{"state":"STATE_UNSPECIFIED"}"#, "{}"),
            (#"{"child":{}}"#, #"{"child":{}}"#),
            (
                #"{"children":[{"push_endpoint":"e"},{}],"child":{"inner":{"level":1}}}"#,
                #"{"child":{"inner":{"level":1}},"children":[{"pushEndpoint":"e"},{}]}"#
            ),
        ])
    func accepted(text: String, canonical: String) throws {
        #expect(ProtoJSONEncoder.text(of: try Self.decode(text)) == canonical)
    }

    @Test("All faults of a message are listed, up to a limit, each with its place")
    func allFaults() throws {
        let text =
            #"{"x":1,"flag":3,"child":{"y":1,"attributes":{"a":1,"b":2}},"smallNumber":"n","small_number":1}"#
        let status = try #require(throws: Status.self) { try Self.decode(text) }
        let expected = [
            #"Invalid value at 'flag' (TYPE_BOOL), 3"#,
            #"Invalid value at 'small_number' (TYPE_INT32), "n""#,
            #"Invalid value at 'child.attributes[0].value' (TYPE_STRING), 1"#,
            #"Invalid value at 'child.attributes[1].value' (TYPE_STRING), 2"#,
            #"Invalid JSON payload received. Unknown name "y" at 'child': Cannot find field."#,
            #"Invalid JSON payload received. Unknown name "x": Cannot find field."#,
            #"Invalid JSON payload received. Unknown name "small_number": Proto field is not repeating, value is already set."#,
        ]
        #expect(status.message == expected.joined(separator: "\n"))
        guard case .badRequest(let violations)? = status.details.first else {
            Issue.record("no BadRequest in \(status)")
            return
        }
        #expect(violations.map(\.description) == expected)
        #expect(violations.map(\.field).prefix(2) == ["flag", "small_number"])
        let many = "{" + (0..<500).map { #""x\#($0)":1"# }.joined(separator: ",") + "}"
        let bounded = try #require(throws: Status.self) { try Self.decode(many) }
        #expect(bounded.message.split(separator: "\n").count == 32)
    }

    @Test(
        "JSON that is not the message is refused in Google's words, with the field's path",
        arguments: [
            ("[]", "", "Invalid JSON payload received. The message must be a JSON object."),
            (#"{"x":1}"#, "", #"Invalid JSON payload received. Unknown name "x": Cannot find field."#),
            (
                #"{"child":{"x":1}}"#, "child",
                #"Invalid JSON payload received. Unknown name "x" at 'child': Cannot find field."#
            ),
            (
                #"{"children":[{},{"inner":{"x":1}}]}"#, "children[1].inner",
                #"Invalid JSON payload received. Unknown name "x" at 'children[1].inner': Cannot find field."#
            ),
            (
                #"{"maybeText":"a","maybe_text":"b"}"#, "",
                #"Invalid JSON payload received. Unknown name "maybe_text": Proto field is not repeating, value is already set."#
            ),
            (#"{"text":1}"#, "text", "Invalid value at 'text' (TYPE_STRING), 1"),
            (
                #"{"text":{}}"#, "text",
                "Invalid value at 'text' (TYPE_STRING), Starting an object on a scalar field"
            ),
            (
                #"{"child":{"pushEndpoint":["a"]}}"#, "child",
                #"Invalid JSON payload received. Unknown name "pushEndpoint" at 'child': Proto field is not repeating, cannot start list."#
            ),
            (#"{"flag":1}"#, "flag", "Invalid value at 'flag' (TYPE_BOOL), 1"),
            (#"{"flag":""}"#, "flag", "Invalid value at 'flag' (TYPE_BOOL), \"\""),
            (#"{"smallNumber":1.5}"#, "small_number", "Invalid value at 'small_number' (TYPE_INT32), 1.5"),
            (
                #"{"smallNumber":2147483648}"#, "small_number",
                "Invalid value at 'small_number' (TYPE_INT32), 2147483648"
            ),
            (
                #"{"smallNumber":" 1"}"#, "small_number",
                "Invalid value at 'small_number' (TYPE_INT32), \" 1\""
            ),
            (
                #"{"bigNumber":9223372036854775808}"#, "big_number",
                "Invalid value at 'big_number' (TYPE_INT64), 9223372036854775808"
            ),
            (#"{"bigNumber":"abc"}"#, "big_number", "Invalid value at 'big_number' (TYPE_INT64), \"abc\""),
            (#"{"ratio":"inf"}"#, "ratio", "Invalid value at 'ratio' (TYPE_DOUBLE), \"inf\""),
            (
                #"{"data":"%%%"}"#, "data",
                "Invalid value at 'data' (TYPE_BYTES), Base64 decoding failed for \"%%%\""
            ),
            (#"{"data":5}"#, "data", "Invalid value at 'data' (TYPE_BYTES), 5"),
            (
                #"{"waitTime":"3"}"#, "wait_time",
                "Invalid value at 'wait_time' (type.googleapis.com/google.protobuf.Duration), Field 'waitTime', Illegal duration format; duration must end with 's'"
            ),
            (
                #"{"waitTime":"315576000001s"}"#, "wait_time",
                "Invalid value at 'wait_time' (type.googleapis.com/google.protobuf.Duration), Field 'waitTime', Duration value exceeds limits"
            ),
            (
                #"{"waitTime":3}"#, "wait_time",
                "Invalid value at 'wait_time' (type.googleapis.com/google.protobuf.Duration), 3"
            ),
            (
                #"{"startTime":"yesterday"}"#, "start_time",
                "Invalid value at 'start_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'startTime', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset."
            ),
            (
                #"{"startTime":"2099-01-01T00:00:00.1234567891Z"}"#, "start_time",
                "Invalid value at 'start_time' (type.googleapis.com/google.protobuf.Timestamp), Field 'startTime', Timestamp value exceeds limits"
            ),
            (#"{"ackIds":["a",1]}"#, "ack_ids[1]", "Invalid value at 'ack_ids[1]' (TYPE_STRING), 1"),
            (#"{"ackIds":["a",null]}"#, "ack_ids[1]", "Invalid value at 'ack_ids[1]' (TYPE_STRING), null"),
            (#"{"ackIds":[["a"]]}"#, "ack_ids[0]", "Invalid value at 'ack_ids[0]': a list inside of a list."),
            (
                #"{"labels":{"a":"1","b":2}}"#, "labels[1].value",
                "Invalid value at 'labels[1].value' (TYPE_STRING), 2"
            ),
            (
                #"{"labels":{"a":null}}"#, "labels[0].value",
                "Invalid value at 'labels[0].value' (TYPE_STRING), null"
            ),
            (#"{"labels":"a"}"#, "labels", "Invalid value at 'labels' (TYPE_MESSAGE), \"a\""),
            (#"{"state":"FOO"}"#, "state", "Invalid value at 'state' (TYPE_ENUM), \"FOO\""),
            (#"{"children":["x"]}"#, "children[0]", "Invalid value at 'children[0]' (TYPE_MESSAGE), \"x\""),
        ])
    func refused(text: String, field: String, message: String) {
        let error = #expect(throws: Status.self) { try Self.decode(text) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == message)
        #expect(error?.details == [.badRequest([.init(field: field, description: message)])])
    }

    @Test("A client may ignore fields that it does not know")
    func ignoringUnknownFields() throws {
        let json: JSON = ["new": 1, "text": "a", "child": ["newer": []]]
        let message = try ProtoJSONDecoder.decode(Sample.self, from: json, ignoringUnknownFields: true)
        #expect(ProtoJSONEncoder.text(of: message) == #"{"text":"a","child":{}}"#)
    }

    @Test("A map with more entries than any API allows is refused")
    func hugeMap() {
        let entries = (0...StringMap.maxDecodedEntries).map { "\"\($0)\":\"\"" }.joined(separator: ",")
        #expect(throws: Status.self) { try Self.decode("{\"labels\":{\(entries)}}") }
    }
}

struct TextFormTests {
    @Test(
        "What is no RFC 3339 time in the years 1 to 9999 is refused",
        arguments: [
            "", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z", "2024-01-32T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-1-01T00:00:00Z",
            "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.0000000000Z", "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00+0100", "2024-01-01T00:00:00Zx", "0000-12-31T23:59:59Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "99999-01-01T00:00:00Z",
            "-001-01-01T00:00:00Z",
        ])
    func notATime(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        "Known days have their known number",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T00:00:00Z", 951_782_400),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("1600-12-31T00:00:00Z", -11_644_560_000), ("2038-01-19T03:14:08Z", 2_147_483_648),
        ] as [(String, Int64)])
    func knownDays(text: String, seconds: Int64) {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
        #expect(Timestamp(seconds: seconds).rfc3339 == text)
    }

    @Test("Every day of the range has its own text and is read back")
    func everyDay() {
        var day = Timestamp.validRange.lowerBound.seconds
        var last = ""
        while day <= Timestamp.validRange.upperBound.seconds {
            let text = Timestamp(seconds: day).rfc3339
            guard text > last, Timestamp(rfc3339: text)?.seconds == day else {
                Issue.record("\(day) \(text)")
                return
            }
            last = text
            day += 86_400 * 97
        }
    }

    @Test("A timestamp out of range has the text of the nearest bound")
    func heldTimestamp() {
        #expect(Timestamp(seconds: .min, nanos: -5).rfc3339 == "0001-01-01T00:00:00Z")
        #expect(Timestamp(seconds: .max, nanos: .max).rfc3339 == "9999-12-31T23:59:59.999999999Z")
        #expect(Timestamp(seconds: 0, nanos: -5).rfc3339 == "1970-01-01T00:00:00Z")
    }

    @Test(
        "What is no duration text is refused",
        arguments: [
            "", "s", "1", "1.s", ".5s", "1.0000000001s", "+1s", "1e3s", " 1s", "1s ", "--1s",
            "315576000000.1s",
            "9999999999999s", "1.5.5s",
        ])
    func notADuration(text: String) {
        #expect(Duration(protoJSON: text) == nil)
    }

    @Test(
        "Base64 is read in both alphabets, padded or not",
        arguments: [
            ("", []), ("AA==", [0]), ("AA", [0]), ("AAE=", [0, 1]), ("AAE", [0, 1]), ("AAEC", [0, 1, 2]),
            ("-_-_", [0xfb, 0xff, 0xbf]), ("+/+/", [0xfb, 0xff, 0xbf]), ("AAECAw==", [0, 1, 2, 3]),
        ] as [(String, [UInt8])])
    func base64(text: String, bytes: [UInt8]) {
        #expect(Base64.decode(text) == bytes)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encodeURLSafe(bytes)) == bytes)
    }

    @Test(
        "What is not base64 is refused",
        arguments: ["A", "AAAAA", "A===", "====", "=", "AA=A", "AA=", "A A=", "AA\n=", "ü€"])
    func notBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(
        "The encoding of RFC 4648 section 10",
        arguments: [
            ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64Vectors(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
    }
}
