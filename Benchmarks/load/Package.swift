// swift-tools-version: 6.2
import PackageDescription

// What drives load that h2load cannot: streams with acknowledgements, and calls in process. Apart from the package,
// so that nobody who builds that builds this.
let package = Package(
    name: "load",
    dependencies: [.package(name: "rehearsal", path: "../..")],
    targets: [
        .executableTarget(
            name: "load", dependencies: [.product(name: "PubSubEmulator", package: "rehearsal")])
    ],
    swiftLanguageModes: [.v6]
)
