import CloudCore
import Testing

/// Command lines: what is read, and what is refused in which words.
struct OptionsTests {
    static let allowed = [
        Options.Option("--port", "PORT", help: "the port"),
        Options.Option("--host", "HOST", help: "the host"),
        Options.Option("--verbose", help: "say more"),
    ]

    @Test("Values are attached or follow, flags stand alone, and what is behind -- is positional")
    func reads() throws {
        let options = try Options(
            ["run", "--port=1", "--host", "h", "--verbose", "--port", "2", "--", "--port"],
            allowed: Self.allowed)
        #expect(options["--port"] == "2")
        #expect(options.all("--port") == ["1", "2"])
        #expect(options["--host"] == "h")
        #expect(options.has("--verbose") && !options.has("--help"))
        #expect(options.positional == ["run", "--port"])
    }

    @Test(
        "A mistake is named, with what would be right",
        arguments: [
            (["--prot", "1"], "Unknown option --prot; did you mean --port?"),
            (["--frobnicate"], "Unknown option --frobnicate, see --help"),
            (["--port"], "--port needs a value: --port PORT"),
            (["--verbose=yes"], "--verbose takes no value, and \"yes\" was given."),
        ])
    func refuses(arguments: [String], message: String) {
        #expect(throws: Status(.invalidArgument, message)) {
            _ = try Options(arguments, allowed: Self.allowed)
        }
    }

    @Test("A number is read within its range only", arguments: ["0", "65535", "-1", "65536", "1x", ""])
    func integer(text: String) throws {
        let options = try Options(["--port", text], allowed: Self.allowed)
        if text == "0" || text == "65535" {
            #expect(try options.integer("--port", in: 0...65_535) == Int(text))
        } else {
            #expect(throws: Status.self) { _ = try options.integer("--port", in: 0...65_535) }
        }
    }

    @Test("The help is aligned")
    func help() {
        #expect(
            Options.help(Self.allowed)
                == "  --port PORT  the port\n  --host HOST  the host\n  --verbose    say more")
    }
}
