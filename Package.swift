// swift-tools-version: 6.1
import PackageDescription

// The import DAG, a line a room. A room may import what its line names and nothing else;
// `--explicit-target-dependency-import-check error` enforces it. Sources/README.md has the map.
//
// VIGIE_PURE=1 leaves out every room that touches the world, and with them every package:
// the pure rooms and their tests then build in seconds. VIGIE_FUZZ=1 leaves out the packages and
// builds the fuzzers instead of the daemon: `swift run dev fuzz` sets it.
let pure = Context.environment["VIGIE_PURE"] == "1"
let fuzz = Context.environment["VIGIE_FUZZ"] == "1"

let pureRooms: [Target] = [
    .cRoom("CBytes"),
    .room("Model"),
    .room("LineProtocol", "Model", "CBytes"),
    .room("Statistics"),
    .room("Attribution", "Statistics"),
    .room("PluginKit", "Model", "Statistics"),
    .room("Functions", at: "Plugins/Functions", "Model", "PluginKit", "Statistics"),
    .room("Detectors", at: "Plugins/Detectors", "Model", "PluginKit", "Statistics"),
    .room("Notifiers", at: "Plugins/Notifiers", "Model", "PluginKit"),
    .room("Redactors", at: "Plugins/Redactors", "Model", "PluginKit"),
    .room("Evaluation", "Model", "Statistics", "PluginKit"),
    .room("Calendars", "Model"),
    .room("Plans", "Model", "PluginKit", "Calendars"),
    .room("Language", "Model", "PluginKit", "Calendars", "Plans"),
    .room("Editing", "Model", "PluginKit", "Plans", "Language"),
    .room(
        "Core", "Model", "LineProtocol", "Statistics", "Attribution", "PluginKit", "Calendars",
        "Plans", "CBytes"),
    .room(
        "Explaining", "Model", "PluginKit", "Calendars", "Plans", embedding: ["glossary.txt"]),
    .room("Inference", "Model", "LineProtocol"),
    .room("Host", "Model", "LineProtocol", "PluginKit", "Plans", "Core", "CBytes"),
    .room(
        "Simulation", "Model", "LineProtocol", "PluginKit", "Calendars", "Plans", "Language",
        "Core", "Host"),
    .room(
        "Rehearsal", "Model", "LineProtocol", "PluginKit", "Calendars", "Plans", "Language",
        "Core"),
    .room("Reporting", "Model", "Statistics", "PluginKit", "Calendars", "Plans", "Core", "Host"),

    .fixtures("Fixtures", "Calendars", "Model"),
    .tests("ModelTests", "Fixtures", "Model"),
    .tests("LineProtocolTests", "Fixtures", "LineProtocol", "Model", "CBytes"),
    .tests("StatisticsTests", "Fixtures", "Statistics", "Model"),
    .tests("AttributionTests", "Fixtures", "Attribution", "Statistics", "Model"),
    .tests("CalendarsTests", "Fixtures", "Calendars", "Model"),
    .tests(
        "LanguageTests", "Fixtures", "Language", "Plans", "Calendars", "PluginKit", "Model",
        "Functions", "Detectors"),
    .tests("EditingTests", "Editing", "Language", "PluginKit", "Model", "Functions", "Detectors"),
    .tests(
        "PluginTests", "Fixtures", "Functions", "Detectors", "Notifiers", "Redactors", "PluginKit",
        "Statistics", "Evaluation", "Model"),
    .tests(
        "CoreTests", "Fixtures", "Core", "LineProtocol", "Language", "Plans", "Calendars",
        "Statistics", "Attribution",
        "Functions", "Detectors", "Redactors",
        "PluginKit", "Model"),
    .tests(
        "HostTests", "Fixtures", "Host", "Core", "Simulation", "Language", "Plans", "Functions",
        "Detectors",
        "PluginKit",
        "Model"),
    .tests(
        "ExplainingTests", "Fixtures", "Explaining", "Language", "Calendars", "Plans", "Functions",
        "Detectors",
        "PluginKit", "Model"),
    .tests(
        "InferenceTests", "Inference", "Host", "Core", "Language", "Plans", "Functions",
        "Detectors",
        "PluginKit", "Model"),
    .tests(
        "SimulationTests", "Simulation", "Host", "Core", "Language", "Plans", "Functions",
        "Detectors",
        "PluginKit", "Model"),
    .tests(
        "RehearsalTests", "Fixtures", "Rehearsal", "Core", "Host", "Language", "Plans", "Calendars",
        "Functions", "Detectors", "PluginKit", "Model"),
    .tests(
        "ReportingTests", "Fixtures", "Reporting", "Host", "Core", "Language", "Plans", "Calendars",
        "Functions", "Detectors", "PluginKit", "Statistics", "Model"),
    .tests("TidyTests"),
]

let packingRooms: [Target] = [
    .systemLibrary(
        name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .room("Requests", "Model", "CZlib"),
    .room(
        "Fuzzing", "Model", "LineProtocol", "PluginKit", "Functions", "Detectors", "Notifiers",
        "Plans",
        "Language", "Core", "Host", "Simulation", "Requests", "CBytes", "CZlib"),
]

let fuzzRooms: [Target] = [
    .cRoom("CFuzzer"),
    // The linker that is the standard here stumbles over what the sanitizers make.
    .command(
        "fuzz", "Fuzzing", "CFuzzer", packages: [], linking: [.unsafeFlags(["-use-ld=lld"])]),
]

let worldlyRooms: [Target] = [
    .cRoom("CHost"),
    .cRoom("CBench"),
    .room("Locks", "Model"),
    .systemLibrary(
        name: "CCurl", path: "Sources/CCurl", pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto",
        providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CCairo", path: "Sources/CCairo", pkgConfig: "cairo",
        providers: [.apt(["libcairo2-dev"])]),
    .room("Pictures", "Model", "PluginKit", "CCairo"),
    .room(
        "Inputs", at: "Plugins/Inputs", "Model", "PluginKit", "LineProtocol", "Locks", "CHost",
        packages: .nio),
    .room(
        "Daemon", "Model", "LineProtocol", "PluginKit", "Calendars", "Plans", "Language", "Core",
        "Host",
        "Inputs", "Requests", "Locks", "Pictures", "CCurl", "CCrypto", "CHost",
        packages: .nio + .http + .tls + .settings + .logging),
    .command(
        "vigie", "Daemon", "Simulation", "Rehearsal", "Reporting", "Calendars", "Language",
        "Editing", "Inference", "Explaining", "Functions", "Detectors", "Notifiers", "Redactors",
        "Inputs", "Locks", "Plans", "PluginKit", "Core", "Host", "LineProtocol", "Model",
        packages: .arguments + .logging + .nio + .http,
        embedding: [
            "Demo/streams.vigie", "Demo/starter.vigie", "Demo/support-operations.vigie",
        ]),
    .command(
        "dev", "Simulation", "Rehearsal", "Evaluation", "Language", "Functions", "Detectors",
        "Notifiers", "Redactors", "Calendars", "Plans",
        "PluginKit", "Core", "Host", "LineProtocol", "Model", "Fuzzing", "CBench",
        packages: .arguments),
    .tests("FuzzingTests", "Fuzzing", "Model"),
    .tests("PicturesTests", "Pictures", "PluginKit", "Model"),
    .tests(
        "DaemonTests", "Daemon", "Inputs", "Locks", "Host", "Core", "Language", "Plans",
        "Functions", "Notifiers", "PluginKit", "Model", packages: .logging + .embedded),
]

let package = Package(
    name: "vigie",
    products: pure || fuzz ? [] : [.executable(name: "vigie", targets: ["vigie"])],
    dependencies: pure || fuzz
        ? []
        : [
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
            .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
            .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
            .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
            .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
            .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
            .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
            .package(
                url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
            .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        ],
    targets: pureRooms
        + (pure ? [] : fuzz ? packingRooms + fuzzRooms : packingRooms + worldlyRooms),
    swiftLanguageModes: [.v6]
)

extension [Target.Dependency] {
    static let nio: Self = ["NIOCore", "NIOPosix"].map { .product(name: $0, package: "swift-nio") }
    /// Channels without a network, for tests.
    static let embedded: Self = ["NIOCore", "NIOEmbedded"].map {
        .product(name: $0, package: "swift-nio")
    }
    static let http: Self = [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    ]
    static let tls: Self = [.product(name: "NIOSSL", package: "swift-nio-ssl")]
    static let settings: Self = [.product(name: "Yams", package: "Yams")]
    static let logging: Self = [.product(name: "Logging", package: "swift-log")]
    static let arguments: Self = [
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    ]
}

extension Target {
    static let strict: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
    ]

    static func room(
        _ name: String, at path: String? = nil, _ rooms: String...,
        packages: [Dependency] = [], embedding files: [String] = []
    ) -> Target {
        .target(
            name: name, dependencies: rooms.map { .byName(name: $0) } + packages,
            path: "Sources/\(path ?? name)", resources: files.map { .embedInCode($0) },
            swiftSettings: strict)
    }

    static func cRoom(_ name: String) -> Target {
        .target(name: name, path: "Sources/\(name)")
    }

    static func command(
        _ name: String, _ rooms: String..., packages: [Dependency],
        embedding files: [String] = [], linking: [LinkerSetting] = []
    ) -> Target {
        .executableTarget(
            name: name, dependencies: rooms.map { .byName(name: $0) } + packages,
            path: "Sources/\(name)", resources: files.map { .embedInCode($0) },
            swiftSettings: strict, linkerSettings: linking)
    }

    /// What the tests share.
    static func fixtures(_ name: String, _ rooms: String...) -> Target {
        .target(
            name: name, dependencies: rooms.map { .byName(name: $0) }, path: "Tests/\(name)",
            swiftSettings: strict)
    }

    static func tests(_ name: String, _ rooms: String..., packages: [Dependency] = []) -> Target {
        .testTarget(
            name: name, dependencies: rooms.map { .byName(name: $0) } + packages,
            path: "Tests/\(name)")
    }
}
