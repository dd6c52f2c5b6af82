import CloudCore
import RPCServer

extension Status {
    /// The HTTP status of the error in the storage API.
    var storageHTTPStatus: Int {
        switch code {
        case .failedPrecondition: 412
        case .outOfRange: 416
        case .cancelled: storageReason == "notModified" ? 304 : 499
        default: code.httpStatus
        }
    }

    /// The reason of the error in the storage API.
    private var storageReason: String { code == .permissionDenied ? "forbidden" : listedReason }

    /// The answer that tells of the error, in the form of Google's older APIs: `error.errors` has the reason. An account
    /// of a refused permission goes with it as in the newer ones.
    var storageResponse: HTTPResponse {
        let status = storageHTTPStatus
        if status == 304 { return HTTPResponse(status: 304) }
        var item: JSON = [
            "message": .string(message), "domain": "global", "reason": .string(storageReason),
        ]
        if code == .failedPrecondition {
            item["locationType"] = "header"
            item["location"] = "If-Match"
        }
        var error: JSON = [
            "code": .int(Int64(status)), "message": .string(message), "errors": .array([item]),
        ]
        if code == .permissionDenied, let whole = try? JSON.parse(errorBody) {
            error["status"] = whole["error"]?["status"]
            error["details"] = whole["error"]?["details"]
        }
        return .json(["error": error], status: status)
    }
}
