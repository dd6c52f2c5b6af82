/// HPACK's static table (RFC 7541, appendix A).
enum StaticTable {
    /// The entries; the first has index 1 on the wire.
    static let fields: [HeaderField] = [
        HeaderField(":authority", ""), HeaderField(":method", "GET"), HeaderField(":method", "POST"),
        HeaderField(":path", "/"), HeaderField(":path", "/index.html"), HeaderField(":scheme", "http"),
        HeaderField(":scheme", "https"), HeaderField(":status", "200"), HeaderField(":status", "204"),
        HeaderField(":status", "206"), HeaderField(":status", "304"), HeaderField(":status", "400"),
        HeaderField(":status", "404"), HeaderField(":status", "500"), HeaderField("accept-charset", ""),
        HeaderField("accept-encoding", "gzip, deflate"), HeaderField("accept-language", ""),
        HeaderField("accept-ranges", ""), HeaderField("accept", ""),
        HeaderField("access-control-allow-origin", ""), HeaderField("age", ""), HeaderField("allow", ""),
        HeaderField("authorization", ""), HeaderField("cache-control", ""),
        HeaderField("content-disposition", ""), HeaderField("content-encoding", ""),
        HeaderField("content-language", ""), HeaderField("content-length", ""),
        HeaderField("content-location", ""), HeaderField("content-range", ""),
        HeaderField("content-type", ""), HeaderField("cookie", ""), HeaderField("date", ""),
        HeaderField("etag", ""), HeaderField("expect", ""), HeaderField("expires", ""),
        HeaderField("from", ""), HeaderField("host", ""), HeaderField("if-match", ""),
        HeaderField("if-modified-since", ""), HeaderField("if-none-match", ""), HeaderField("if-range", ""),
        HeaderField("if-unmodified-since", ""), HeaderField("last-modified", ""), HeaderField("link", ""),
        HeaderField("location", ""), HeaderField("max-forwards", ""), HeaderField("proxy-authenticate", ""),
        HeaderField("proxy-authorization", ""), HeaderField("range", ""), HeaderField("referer", ""),
        HeaderField("refresh", ""), HeaderField("retry-after", ""), HeaderField("server", ""),
        HeaderField("set-cookie", ""), HeaderField("strict-transport-security", ""),
        HeaderField("transfer-encoding", ""), HeaderField("user-agent", ""), HeaderField("vary", ""),
        HeaderField("via", ""), HeaderField("www-authenticate", ""),
    ]

    /// The index of the first entry with each name.
    static let indexOfName: [String: Int] = {
        var indices: [String: Int] = [:]
        for (position, field) in fields.enumerated() where indices[field.name] == nil {
            indices[field.name] = position + 1
        }
        return indices
    }()
}
