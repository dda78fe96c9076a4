// swift-tools-version: 6.2
import PackageDescription

// Small programs for the tests of the MPI library, in a package of their own: they see what any
// other package sees. test_mpi_*.py build and run them.
let library: Target.Dependency = .product(name: "MPI", package: "prune-mpi")

// For the program in C; MPI_IMPLEMENTATION and MPI_PKG_CONFIG as in the package of the library.
let isMPICH = Context.environment["MPI_IMPLEMENTATION"] == "mpich"
let cLibrary = Context.environment["MPI_PKG_CONFIG"] ?? (isMPICH ? "mpich" : "ompi-c")

let package = Package(
  name: "mpi-programs",
  dependencies: [.package(name: "prune-mpi", path: "../../..")],
  targets: [
    .executableTarget(name: "mpi-calls", dependencies: [library]),
    .executableTarget(name: "mpi-endings", dependencies: [library]),
    .systemLibrary(name: "HostMPI", pkgConfig: cLibrary),
    .target(name: "HostedPart", dependencies: [library]),
    .executableTarget(name: "mpi-host", dependencies: ["HostMPI", "HostedPart"]),
  ],
  swiftLanguageModes: [.v6]
)
