import Glibc

/// Writes all of `bytes` to a descriptor, in as many calls as that takes.
///
/// - Throws: `SystemError` when not all of them could be written; then some of them may have been.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(SystemError) {
    var rest = bytes
    while !rest.isEmpty {
        let written = write(descriptor, rest.baseAddress, rest.count)
        guard written > 0 || (written < 0 && errno == EINTR) else { throw .last("write") }
        rest = UnsafeRawBufferPointer(rebasing: rest[max(written, 0)...])
    }
}
