// swift-tools-version: 6.2
import PackageDescription

/// The MPI library to build for. `MPI_IMPLEMENTATION=mpich swift build` takes MPICH 4.0 or newer
/// or one that shares its handles (Intel MPI, MVAPICH); without the variable it is Open MPI.
/// `MPI_PKG_CONFIG` names the library to pkg-config where it is not called `ompi-c` or `mpich`.
enum MPIImplementation: String {
  case openmpi, mpich
}

let chosen = Context.environment["MPI_IMPLEMENTATION"] ?? MPIImplementation.openmpi.rawValue
guard let implementation = MPIImplementation(rawValue: chosen) else {
  fatalError("MPI_IMPLEMENTATION is '\(chosen)': openmpi or mpich")
}
let isMPICH = implementation == .mpich

/// Every Swift target: strict memory safety, and a warning is an error.
let strict: [SwiftSetting] =
  [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ] + (isMPICH ? [.define("MPICH")] : [])

/// A library target. `dependencies` names only targets that stand above it in this file.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "prune-mpi",
  products: [
    .library(name: "MPI", targets: ["MPI"]),
    .library(name: "ShardedArrays", targets: ["ShardedArrays"]),
    .library(name: "Pruning", targets: ["Pruning"]),
    .executable(name: "prune-mpi", targets: ["prune-mpi"]),
  ],
  traits: [
    .trait(name: "HDF5", description: "Read and write HDF5 and NetCDF-4 files (libhdf5-dev)."),
    .default(enabledTraits: ["HDF5"]),
  ],
  targets: [
    // The C library, and MPI for Swift on top of it.
    .systemLibrary(
      name: "CMPI",
      path: isMPICH ? "Sources/CMPI/MPICH" : "Sources/CMPI/OpenMPI",
      pkgConfig: Context.environment["MPI_PKG_CONFIG"] ?? (isMPICH ? "mpich" : "ompi-c"),
      providers: [.apt([isMPICH ? "libmpich-dev" : "libopenmpi-dev"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CBlosc", pkgConfig: "blosc", providers: [.apt(["libblosc-dev"])]),
    layer("ExactSums"),
    layer("MPI", ["CMPI", "ExactSums"]),

    // Pure code and the arrays it works on.
    .target(name: "CPruneKernels"),
    layer("PruneKernels", ["CPruneKernels", "ExactSums"]),
    layer("ShardedArrays", ["MPI", "PruneKernels"]),
    layer("Expressions", ["PruneKernels", "ShardedArrays"]),
    // HDF5 can be left out: swift build --disable-default-traits. HDF5_PKG_CONFIG names the library
    // to pkg-config where it is not called as Debian calls it.
    .systemLibrary(
      name: "CHDF5", pkgConfig: Context.environment["HDF5_PKG_CONFIG"] ?? "hdf5-serial",
      providers: [.apt(["libhdf5-dev"])]),
    layer(
      "ArrayFiles",
      [
        "CBlosc", "CDeflate", "CZlib", "CZstd", "PruneKernels", "ShardedArrays",
        .target(name: "CHDF5", condition: .when(traits: ["HDF5"])),
      ]),

    // The run.
    layer("Stages", ["ExactSums", "MPI", "PruneKernels", "ShardedArrays", "Expressions"]),
    layer("Planning", ["ShardedArrays", "Expressions", "Stages"]),
    layer(
      "Pruning",
      [
        "ExactSums", "MPI", "PruneKernels", "ShardedArrays", "Expressions", "ArrayFiles", "Stages",
        "Planning",
      ]),
    layer("Reporting", ["ShardedArrays", "ArrayFiles", "Planning", "Pruning"]),

    // The programs.
    .target(
      name: "CommandLineInterface", dependencies: ["Stages", "Planning"],
      path: "Sources/prune-mpi/CommandLine", swiftSettings: strict),
    .executableTarget(
      name: "prune-mpi",
      dependencies: [
        "MPI", "ShardedArrays", "Stages", "Planning", "Pruning", "Reporting",
        "CommandLineInterface",
      ],
      exclude: ["CommandLine"], swiftSettings: strict),
    program(
      "mpi-checks",
      [
        "ExactSums", "MPI", "PruneKernels", "ShardedArrays", "Expressions", "ArrayFiles", "Stages",
        "Pruning",
      ]),
    .target(name: "CMPIBaseline", dependencies: ["CMPI"]),
    program(
      "prune-bench",
      [
        "MPI", "CMPIBaseline", "PruneKernels", "ShardedArrays", "ArrayFiles", "Stages", "Planning",
        "Pruning",
      ]),

    // Tests of everything that needs no ranks; mpi-checks and Tests/EndToEnd have the rest.
    tests("ExactSumsTests", ["ExactSums"]),
    tests("MPITests", ["MPI"]),
    tests("PruneKernelsTests", ["PruneKernels"]),
    tests("ShardedArraysTests", ["ShardedArrays"]),
    tests(
      "ExpressionsTests", ["Expressions", "PruneKernels", "ShardedArrays"],
      exclude: ["make-numpy-cases.py", "make-numpy-row-cases.py"]),
    tests(
      "ArrayFilesTests", ["ArrayFiles", "ShardedArrays"], exclude: ["make-numpy-headers.py"]),
    tests("StagesTests", ["Stages", "Expressions", "MPI", "PruneKernels", "ShardedArrays"]),
    tests("PlanningTests", ["Planning", "Stages", "Expressions", "ShardedArrays"]),
    tests("PruningTests", ["Pruning", "Planning", "ShardedArrays"]),
    tests("ReportingTests", ["Reporting", "Pruning", "Planning", "ShardedArrays"]),
    tests("CommandLineTests", ["CommandLineInterface", "Stages", "Planning"]),
  ],
  swiftLanguageModes: [.v6]
)
