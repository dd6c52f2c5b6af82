// modules: CloudCore
// sources: Sources/GoogleCloud/Credentials Sources/GoogleCloud/HTTP Sources/GoogleCloud/API/CloudEndpoints.swift Sources/GoogleCloud/API/Credentials.swift Sources/GoogleCloud/API/HTTPResponse+JSON.swift Sources/GoogleCloud/API/JSON+Fields.swift Sources/GoogleCloud/API/Retrier.swift Sources/GoogleCloud/API/RetryAfter.swift Sources/GoogleCloud/API/RetryBudget.swift Sources/GoogleCloud/API/RetryPolicy.swift
// max_len: 4096

/// Any bytes are credentials or are refused with a text; what is taken sends secrets only by https or to this machine.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    do {
        check(try CredentialFile(bytes))
    } catch {
        precondition(!error.message.isEmpty, "an error without a text")
    }
    return 0
}

private func check(_ file: CredentialFile) {
    _ = file.project
    _ = file.quotaProject
    switch file {
    case .serviceAccount(let key):
        // What a file says elsewhere, it may also say as its key.
        let others = [key.email, key.keyID, key.tokenURL, key.project ?? "", key.quotaProject ?? ""]
        let isElsewhere = others.contains { $0.contains(key.privateKey.revealed) }
        precondition(isElsewhere || !"\(file)".contains(key.privateKey.revealed), "a key is shown")
        precondition(CredentialFields.isSafe(key.tokenURL))
    case .authorizedUser(let user): precondition(CredentialFields.isSafe(user.tokenURL))
    case .externalAccount(let account):
        precondition(CredentialFields.isSafe(account.tokenURL))
        if let impersonation = account.impersonation { check(impersonation) }
    case .impersonated(let impersonation, let source):
        check(impersonation)
        check(source)
    }
}

private func check(_ impersonation: Impersonation) {
    precondition(
        CredentialFields.isSafe(impersonation.url) && CredentialFields.isSafe(impersonation.idTokenURL))
}
