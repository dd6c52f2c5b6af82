import CCurl

/// libcurl, loaded for the first request: a program that sends none does not pay for it.
struct CurlLibrary: @unchecked Sendable {
    // Unchecked because a pointer is not Sendable: the functions behind it are written before anybody has the
    // pointer, and never after.
    private let functions: UnsafeMutablePointer<rehearsal_curl>

    /// The library; nil where it cannot be loaded.
    static let shared = CurlLibrary()
    /// What is missing where it cannot be loaded.
    static let name = "libcurl.so.4"

    private init?() {
        functions = .allocate(capacity: 1)
        guard rehearsal_curl_load(functions) == nil,
            functions.pointee.global_init(Int(REHEARSAL_CURL_GLOBAL_DEFAULT)) == 0
        else {
            functions.deallocate()
            return nil
        }
    }

    /// The functions of the library.
    var call: rehearsal_curl { functions.pointee }
    /// The same for the wrappers of its variadic functions.
    var variadic: UnsafePointer<rehearsal_curl> { UnsafePointer(functions) }
}
