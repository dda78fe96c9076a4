import MPI
import PruneKernels

#if canImport(Glibc)
  import Glibc
#endif

/// Collective; rank 0 measures while the others wait. Each compaction kernel over an array in
/// memory, block by block, against `memcpy` of the whole input.
///
/// - Returns: Whether the answers were right.
func benchKernels(_ options: BenchOptions, over world: borrowing Communicator) throws -> Bool {
  var right = true
  if world.isRoot {
    print("")
    print(
      "kernels: compare and compact \(options.kernelBytes >> 20) MiB in memory, time over that of "
        + "memcpy of the input, median of \(options.runs) runs; path \(KernelPath.best.rawValue), "
        + "then scalar")
    print("survive %".padded(to: 18) + KernelCase.shares.map { column("\($0)", 12) }.joined())
    right = kernelRow(UInt8.self, "uint8", options) && right
    right = kernelRow(Int16.self, "int16", options) && right
    right = kernelRow(Float16.self, "float16", options) && right
    right = kernelRow(Int32.self, "int32", options) && right
    right = kernelRow(Float.self, "float32", options) && right
    right = kernelRow(Int64.self, "int64", options) && right
    right = kernelRow(Double.self, "float64", options) && right
    print(right ? "answers right" : "ANSWER WRONG")
  }
  return try world.allReduce(.min, right ? 1 : 0) == 1
}

enum KernelCase {
  /// Percent of the records that survive.
  static let shares = [0, 1, 10, 50, 90, 100]
  /// Records looked at together, as in a run.
  static let blockRecords = 16_384
}

/// An element made from a whole number 0 ..< 100.
protocol BenchElement: KernelElement {
  init(_ value: Int)
}

extension UInt8: BenchElement {}
extension Int16: BenchElement {}
extension Int32: BenchElement {}
extension Int64: BenchElement {}
extension Float16: BenchElement {}
extension Float: BenchElement {}
extension Double: BenchElement {}

private func kernelRow<Element: BenchElement>(
  _ type: Element.Type, _ name: String, _ options: BenchOptions
) -> Bool {
  let count = options.kernelBytes / MemoryLayout<Element>.stride
  // Percentiles in a scrambled order that no branch predictor learns.
  let values = (0..<count).map { Element(Int(BenchField.value(at: $0) * 100)) }
  var survivors = [Element](repeating: Element(0), count: count)
  var right = true
  var cells: [String] = []
  for share in KernelCase.shares {
    let expected = values.filter { $0 < Element(share) }
    var (copy, best, scalar) = (Timing(), Timing(), Timing())
    for _ in 0..<options.runs {
      copy.add(measure { copyAll(values, into: &survivors) })
      var kept = 0
      let limit = Element(share)
      best.add(measure { kept = compactAll(values, below: limit, into: &survivors, .best) })
      right = right && survivors.prefix(kept).elementsEqual(expected)
      scalar.add(measure { kept = compactAll(values, below: limit, into: &survivors, .scalar) })
      right = right && survivors.prefix(kept).elementsEqual(expected)
    }
    let ratios = [best, scalar].map { fixed($0.ratio(to: copy), 2) }
    cells.append(column(ratios.joined(separator: " "), 12))
  }
  print(name.padded(to: 18) + cells.joined())
  return right
}

private func copyAll<Element: BenchElement>(_ values: [Element], into target: inout [Element]) {
  // SAFETY: both arrays have `values.count` elements and are different memory.
  unsafe values.withUnsafeBytes { from in
    unsafe target.withUnsafeMutableBytes { unsafe $0.copyMemory(from: from) }
  }
}

/// As a run does it: one block after the other, each behind the last one's survivors.
private func compactAll<Element: BenchElement>(
  _ values: [Element], below limit: Element, into survivors: inout [Element], _ path: KernelPath
) -> Int {
  let span = values.span
  var kept = 0
  for start in stride(from: 0, to: values.count, by: KernelCase.blockRecords) {
    let end = min(start + KernelCase.blockRecords, values.count)
    // SAFETY: at most `start` records were kept before this block, so the block's room behind
    // them lies inside the array.
    kept += unsafe survivors.withUnsafeMutableBufferPointer { buffer in
      var target = unsafe UnsafeMutableBufferPointer(
        rebasing: buffer[kept..<kept + (end - start)]
      ).mutableSpan
      return compactComparing(
        span.extracting(start..<end), .less, limit, magnitude: false, negated: false,
        into: &target, path: path)
    }
  }
  return kept
}
