import CloudCore
import PubSubEmulator

/// The file that official clients take a service account's key from, in the form of Google's ("Create and delete service
/// account keys"), but for the addresses: they are those of the local cloud that made it.
enum KeyFile {
    static func bytes(
        of account: IAMAdminV1.ServiceAccount, _ key: SigningKey, at address: String
    ) throws(Status) -> [UInt8] {
        let file: JSON = [
            "type": "service_account",
            "project_id": .string(account.projectID),
            "private_key_id": .string(key.id),
            "private_key": .string(try key.privateKey()),
            "client_email": .string(account.email),
            "client_id": .string(account.uniqueID),
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": .string(address + "/token"),
            "auth_provider_x509_cert_url": .string(address + "/oauth2/v1/certs"),
            "client_x509_cert_url": .string(
                address + "/robot/v1/metadata/x509/"
                    + account.email.split(separator: "@").joined(separator: "%40")),
            "universe_domain": "googleapis.com",
        ]
        return file.bytes(layout: .pretty) + [UInt8(ascii: "\n")]
    }
}
