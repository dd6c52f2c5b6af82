/// How many columns text takes on a terminal.
enum DisplayWidth {
    /// The columns of a text.
    static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    /// Two columns for East Asian wide characters and emoji (Unicode Standard Annex 11, the common blocks), none
    /// for control characters, one for everything else.
    static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first?.value else { return 0 }
        switch scalar {
        case ..<0x20, 0x7f..<0xa0: return 0
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }

    /// The text cut to a width, with `…` as the last column if anything was cut. Line breaks become spaces and
    /// other control characters are dropped, so that one line stays one line.
    static func cut(_ text: String, to width: Int) -> String {
        guard width > 0 else { return "" }
        var cut = ""
        var columns = 0
        for character in text {
            let character = character.isNewline || character == "\t" ? " " : character
            let own = of(character)
            if own == 0 { continue }
            guard columns + own <= width else {
                while columns > width - 1, let last = cut.popLast() { columns -= of(last) }
                return cut + "…"
            }
            cut.append(character)
            columns += own
        }
        return cut
    }
}
