import CloudCore
import Foundation
import Glibc
import Testing

@Suite final class AppendFileTests {
    private let folder = NSTemporaryDirectory() + "append-file-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func append(_ text: String, to path: String) throws -> Int {
        var file = try AppendFile(path: path)
        try Array(text.utf8).withUnsafeBytes { try file.append($0) }
        try file.sync()
        return file.size
    }

    private func text(_ path: String) throws -> String {
        let file = try MappedFile(path: path)
        return file.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a file grows at its end, across openings`() throws {
        let path = folder + "/log"
        #expect(try append("one", to: path) == 3)
        #expect(try append("two", to: path) == 6)
        #expect(try text(path) == "onetwo")
    }

    @Test func `a file can be cut, and goes on from there`() throws {
        let path = folder + "/log"
        _ = try append("onetwo", to: path)
        var file = try AppendFile(path: path)
        try file.truncate(to: 3)
        try Array("three".utf8).withUnsafeBytes { try file.append($0) }
        #expect(file.size == 8)
        #expect(try text(path) == "onethree")
    }

    @Test func `an empty file has no bytes`() throws {
        _ = try AppendFile(path: folder + "/log")
        #expect(try text(folder + "/log") == "")
    }

    @Test func `a file that does not exist is an error`() {
        #expect(throws: SystemError(call: "open", code: ENOENT)) {
            _ = try MappedFile(path: folder + "/none")
        }
    }

    @Test func `a directory has one holder, until that goes`() throws {
        let first = try DirectoryLock(path: folder)
        #expect(throws: SystemError(call: "flock", code: EWOULDBLOCK)) { _ = try DirectoryLock(path: folder) }
        _ = consume first
        _ = try DirectoryLock(path: folder)
    }

    @Test func `a file takes another's place`() throws {
        let lock = try DirectoryLock(path: folder)
        _ = try append("old", to: folder + "/log")
        _ = try append("new", to: folder + "/log.new")
        try lock.replace(folder + "/log", by: folder + "/log.new")
        #expect(try text(folder + "/log") == "new")
        #expect(!FileManager.default.fileExists(atPath: folder + "/log.new"))
    }
}
