// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "rehearsal",
    products: [
        .library(name: "PubSubEmulator", targets: ["PubSubEmulator"]),
        .library(name: "CloudEmulator", targets: ["CloudEmulator"]),
        .library(name: "GoogleCloud", targets: ["GoogleCloud"]),
        .library(name: "IAMPool", targets: ["IAMPool"]),
        .library(name: "Orchestration", targets: ["Orchestration"]),
        .library(name: "TestSupport", targets: ["TestSupport"]),
        .executable(name: "conductor", targets: ["conductor"]),
        .executable(name: "pubsub-emulator", targets: ["pubsub-emulator"]),
        .executable(name: "local-cloud", targets: ["local-cloud"]),
    ],
    targets: [
        // System libraries: headers only, no package and no C file.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CCurl"),

        // Emulators: CloudCore ← RPCServer ← PubSubEmulator ← CloudEmulator.
        .target(name: "CloudCore", dependencies: ["CLinux"]),
        .target(name: "RPCServer", dependencies: ["CloudCore", "CLinux"]),
        .target(name: "PubSubEmulator", dependencies: ["CloudCore", "RPCServer"]),
        .target(name: "CloudEmulator", dependencies: ["CloudCore", "RPCServer", "PubSubEmulator"]),

        // Clients: CloudCore ← GoogleCloud ← IAMPool, Orchestration. They never import an emulator.
        .target(name: "GoogleCloud", dependencies: ["CloudCore", "CCurl"]),
        .target(name: "IAMPool", dependencies: ["CloudCore", "GoogleCloud"]),
        .target(name: "Orchestration", dependencies: ["CloudCore", "GoogleCloud"]),

        // Both sides meet here.
        .target(
            name: "TracerExample", dependencies: ["CloudCore", "GoogleCloud", "Orchestration"],
            path: "Examples/tracer/services"),
        .target(
            name: "TestSupport",
            dependencies: [
                "CloudCore", "GoogleCloud", "CloudEmulator", "PubSubEmulator", "IAMPool", "Orchestration",
            ]),
        .executableTarget(
            name: "conductor",
            dependencies: [
                "CloudCore", "GoogleCloud", "PubSubEmulator", "CloudEmulator", "Orchestration",
                "TracerExample",
            ]),
        .executableTarget(
            name: "pubsub-emulator",
            dependencies: ["CloudCore", "GoogleCloud", "RPCServer", "PubSubEmulator"]),
        .executableTarget(
            name: "local-cloud",
            dependencies: ["CloudCore", "GoogleCloud", "RPCServer", "PubSubEmulator", "CloudEmulator"]),

        .testTarget(name: "CloudCoreTests", dependencies: ["CloudCore"]),
        .testTarget(name: "RPCServerTests", dependencies: ["RPCServer", "CloudCore"]),
        .testTarget(name: "PubSubEmulatorTests", dependencies: ["PubSubEmulator", "RPCServer", "CloudCore"]),
        .testTarget(
            name: "CloudEmulatorTests",
            dependencies: ["RPCServer", "PubSubEmulator", "CloudEmulator", "CloudCore", "GoogleCloud"]),
        .testTarget(name: "GoogleCloudTests", dependencies: ["GoogleCloud", "CloudCore", "RPCServer"]),
        .testTarget(
            name: "IAMPoolTests",
            dependencies: ["IAMPool", "GoogleCloud", "CloudCore", "TestSupport", "CloudEmulator"]),
        .testTarget(name: "OrchestrationTests", dependencies: ["Orchestration", "GoogleCloud", "CloudCore"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Orchestration", "GoogleCloud", "CloudCore", "PubSubEmulator", "CloudEmulator", "TestSupport",
                "RPCServer",
            ], path: "Tests/Integration"),
        .testTarget(
            name: "E2ETests",
            dependencies: [
                "TestSupport", "Orchestration", "IAMPool", "GoogleCloud", "CloudCore", "CloudEmulator",
                "TracerExample",
            ], path: "Tests/E2E"),
    ],
    swiftLanguageModes: [.v6]
)
