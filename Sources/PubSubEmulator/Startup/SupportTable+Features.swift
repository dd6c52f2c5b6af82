extension SupportTable {
    static var features: String {
        table(
            "Feature",
            [
                Row(what: "Ordering by key", ours: "yes", official: "yes"),
                Row(what: "Exactly-once delivery", ours: "yes", official: "yes"),
                Row(what: "Dead letter topics", ours: "yes", official: "yes"),
                Row(what: "Filters", ours: "yes", official: "no: any text is taken, nothing is filtered"),
                Row(what: "Retry policy", ours: "yes", official: "no: taken, redelivered at once"),
                Row(what: "Snapshots and seek", ours: "yes", official: "yes"),
                Row(what: "Push, wrapped and unwrapped", ours: "yes", official: "yes"),
                Row(what: "Push with OIDC tokens", ours: "yes", official: "no: taken, no token is sent"),
                Row(
                    what: "Export to BigQuery, Cloud Storage, Bigtable", ours: "yes, into files",
                    official: "no: taken"),
                Row(what: "Avro schemas", ours: "yes", official: "yes"),
                Row(what: "Protocol buffer schemas", ours: "yes", official: unimplemented),
                Row(
                    what: "JavaScript transforms", ours: "yes, with Node.js",
                    official: "no: taken, nothing is transformed"),
                Row(what: "IAM policies of resources", ours: "yes", official: unimplemented),
                Row(what: "Server reflection", ours: "yes", official: unimplemented),
                Row(what: "REST over HTTP/1.1 and gRPC on one port", ours: "yes", official: "yes"),
                Row(what: "Virtual time", ours: "yes", official: "no"),
                Row(what: "Fault rules", ours: "yes", official: "no"),
                Row(what: "Waiting until all is settled", ours: "yes", official: "no"),
                Row(what: "Life of each message, leak check", ours: "yes", official: "no"),
                Row(what: "Requests recorded and replayed", ours: "yes", official: "no"),
                Row(what: "Quotas (`--strict`)", ours: "yes", official: "no"),
            ])
    }
}
