/// The two spellings of a field's name: lowerCamelCase in JSON, snake_case in the API definition.
package enum FieldName {
    /// Whether `text` is the lowerCamelCase `name` or its snake_case.
    static func matches(_ name: StaticString, _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches(name, $0) }
    }

    private static func matches(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let camel = name.utf8Start
        let length = name.utf8CodeUnitCount
        guard text.count >= length else { return false }
        var offset = 0
        for index in 0..<length {
            var letter = camel[index]
            if offset < text.count, text[offset] == UInt8(ascii: "_"), isUpper(letter) {
                offset += 1
                letter |= 0x20
            }
            guard offset < text.count, text[offset] == letter else { return false }
            offset += 1
        }
        return offset == text.count
    }

    /// Whether two names in either spelling are those of one field.
    static func areSame(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
        var aLetters = a.utf8.makeIterator()
        var bLetters = b.utf8.makeIterator()
        while true {
            let (aLetter, bLetter) = (nextCamelLetter(&aLetters), nextCamelLetter(&bLetters))
            guard aLetter == bLetter else { return false }
            if aLetter == nil { return true }
        }
    }

    /// The next letter of the name's lowerCamelCase.
    private static func nextCamelLetter(_ letters: inout some IteratorProtocol<UInt8>) -> UInt8? {
        let letter = letters.next()
        guard letter == UInt8(ascii: "_"), let next = letters.next() else { return letter }
        return next >= UInt8(ascii: "a") && next <= UInt8(ascii: "z") ? next & 0xdf : next
    }

    /// The snake_case of a lowerCamelCase name.
    static func snakeCase(_ name: StaticString) -> String {
        name.withUTF8Buffer { snakeCase($0) }
    }

    /// The snake_case of a lowerCamelCase text; points and commas stay.
    package static func snakeCase(_ text: String) -> String {
        var text = text
        return text.withUTF8 { snakeCase($0) }
    }

    private static func snakeCase(_ text: UnsafeBufferPointer<UInt8>) -> String {
        var snake: [UInt8] = []
        for letter in text {
            if isUpper(letter) { snake.append(UInt8(ascii: "_")) }
            snake.append(isUpper(letter) ? letter | 0x20 : letter)
        }
        return String(decoding: snake, as: UTF8.self)
    }

    /// The lowerCamelCase of a snake_case text; points and commas stay.
    package static func camelCase(_ text: String) -> String {
        var camel: [UInt8] = []
        var afterUnderscore = false
        for letter in text.utf8 {
            let isLower = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
            if afterUnderscore, !isLower { camel.append(UInt8(ascii: "_")) }
            if letter != UInt8(ascii: "_") {
                camel.append(afterUnderscore && isLower ? letter & 0xdf : letter)
            }
            afterUnderscore = letter == UInt8(ascii: "_")
        }
        if afterUnderscore { camel.append(UInt8(ascii: "_")) }
        return String(decoding: camel, as: UTF8.self)
    }

    private static func isUpper(_ letter: UInt8) -> Bool {
        letter >= UInt8(ascii: "A") && letter <= UInt8(ascii: "Z")
    }
}
