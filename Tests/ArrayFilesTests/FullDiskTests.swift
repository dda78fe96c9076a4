import ArrayFiles
import Foundation
import ShardedArrays
import Testing

/// A file system of one MiB, where this process may mount one.
private final class SmallDisk {
  let scratch: Scratch
  let isMounted: Bool

  init(_ type: String = "tmpfs", _ options: String = "size=1m") throws {
    scratch = try Scratch()
    isMounted = unsafe mount(type, scratch.path, type, 0, options) == 0
  }

  deinit { if isMounted { _ = unsafe umount(scratch.path) } }
}

private let mayMount = (try? SmallDisk().isMounted) ?? false

/// Where this process may not mount the suite is reported as skipped, not as passed; the
/// end-to-end tests inject the same errors without a mount.
@Suite(.serialized, .enabled(if: mayMount, "this process may not mount"))
struct FullDiskTests {
  @Test func saysWhatIsNeeded() throws {
    let disk = try SmallDisk()
    try #require(disk.isMounted)
    let scratch = disk.scratch
    let path = scratch("a.npy")
    let arrays = [
      OutputArray(.file(scratch("index.npy")), of: .int64, count: 1000),
      OutputArray(.file(path), of: .float64, count: 1_000_000),
    ]
    // 1 MiB in pages of 4 KiB, less two pages and 64 bytes, rounded up, of the first array.
    let found = failure { () throws(ArrayFileError) in
      _ = try OutputSet.prepare(arrays, replacing: false)
    }
    #expect(
      found
        == Failure("\(path): no space left: 8000128 bytes needed, 1040384 available", .io))
    #expect(try scratch.names() == [])
  }

  @Test func aFullDiskLeavesNothing() throws {
    let disk = try SmallDisk()
    try #require(disk.isMounted)
    let scratch = disk.scratch
    let report = scratch("report.json")
    let found = failure { () throws(ArrayFileError) in
      try writeWhole([UInt8](repeating: 0, count: 2 << 20), to: report, replacing: true)
    }
    #expect(
      found
        == Failure("\(report): no space left: 2097152 bytes needed, 1048576 available", .io))
    #expect(try scratch.names() == [])
  }

  @Test("a file system that can neither reserve space nor say how much it has")
  func withoutReservation() throws {
    let disk = try SmallDisk("ramfs", "")
    try #require(disk.isMounted)
    let path = disk.scratch("a.npy")
    let outputs = try OutputSet.prepare(
      [OutputArray(.file(path), of: .uint8, count: 5000)], replacing: false)
    var writer = ArrayWriter(outputs.arrays[0])
    let bytes = [UInt8](repeating: 7, count: 5000)
    try writer.write(unsafe bytes.span.bytes, at: 0)
    try writer.finish()
    try outputs.checkSizes()
    try outputs.publish()
    #expect(try disk.scratch.bytes("a.npy").dropFirst(128) == bytes[...])
  }

  @Test func readOnly() throws {
    let disk = try SmallDisk()
    try #require(disk.isMounted)
    _ = unsafe mount("tmpfs", disk.scratch.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil)
    let path = disk.scratch("a.npy")
    let found = failure { () throws(ArrayFileError) in
      try OutputTarget.check([.file(path)], inputs: [], replacing: true)
    }
    #expect(
      found
        == Failure(
          "\(path): the directory \(disk.scratch.path) cannot be written to: "
            + "read-only file system", .cannotCreate))
  }
}
