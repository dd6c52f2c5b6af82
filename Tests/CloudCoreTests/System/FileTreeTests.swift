import CloudCore
import Testing

/// Files below a folder.
struct FileTreeTests {
    let folder: PrivateFolder
    let files: FileTree

    init() throws {
        folder = try PrivateFolder()
        files = FileTree(root: folder.path)
    }

    func read(_ path: String) throws -> String {
        String(decoding: try ChildProcess.run("cat", ["\(folder.path)/\(path)"]).output, as: UTF8.self)
    }

    @Test("A file is written whole, in folders that are made for it, and replaces the one before")
    func write() throws {
        try files.write(Array("one".utf8), to: "a/b/file")
        #expect(try read("a/b/file") == "one")
        try files.write(Array("2".utf8), to: "a/b/file")
        #expect(try read("a/b/file") == "2")
        #expect(
            String(decoding: try ChildProcess.run("ls", ["\(folder.path)/a/b"]).output, as: UTF8.self)
                == "file\n")
    }

    @Test("Bytes are added to the end")
    func append() throws {
        for text in ["one\n", "two\n"] { try files.append(Array(text.utf8), to: "list") }
        #expect(try read("list") == "one\ntwo\n")
    }

    @Test(
        "A path that leads out of the folder, or nowhere, is refused",
        arguments: ["", "/", "../x", "a/../x", "."])
    func outside(path: String) {
        #expect(throws: Status.self) { try files.write([1], to: path) }
        #expect(throws: Status.self) { try files.append([1], to: path) }
    }

    @Test("What the system refuses is an error, not half a file")
    func refused() throws {
        try files.write([1], to: "file")
        #expect(throws: Status.self) { try files.write([1], to: "file/below") }
    }
}
