import CloudCore
import Synchronization

/// A server for TLS on this machine, by the openssl command, with a certificate of its own that nobody else trusts.
final class TLSServer: Sendable {
    /// The certificate's file, for those who want to trust it.
    let certificate: String
    let port: UInt16
    private let folder: PrivateFolder
    private let process: Mutex<ChildProcess>

    /// Starts a server whose certificate names a host.
    init(host: String, days: Int = 1, protocols: String = "http/1.1") throws {
        let folder = try PrivateFolder()
        let (key, certificate) = (folder.path + "/key.pem", folder.path + "/certificate.pem")
        _ = try OpenSSL.run([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
            "\(days)",
            "-subj", "/CN=\(host)", "-addext", "subjectAltName=DNS:\(host),IP:127.0.0.1",
        ])
        let process = try ChildProcess(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www", "-alpn",
                protocols,
            ])
        var said = ""
        while !said.contains("\n") || !said.contains("ACCEPT") {
            guard case .bytes(let bytes) = process.readOutput(milliseconds: 10_000) else {
                throw Status(.internal, "openssl s_server does not start: \(said)")
            }
            said += String(decoding: bytes, as: UTF8.self)
        }
        let line = said.split(separator: "\n").first { $0.hasPrefix("ACCEPT") } ?? ""
        guard let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw Status(.internal, "openssl s_server names no port: \(said)")
        }
        self.port = port
        self.certificate = certificate
        self.folder = folder
        self.process = Mutex(process)
    }

    var url: String { "https://localhost:\(port)/" }
}
