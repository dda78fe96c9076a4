import PruneKernels
import ShardedArrays

/// Local. Looks for NaN and infinities, block by block.
struct NonfinitePass {
  /// The records without them.
  let bits: KeepBits
  /// Records dropped, by what their first such element is.
  private(set) var counts = (nan: 0, positive: 0, negative: 0)

  /// Of the block: records without them so far, one byte each.
  private let alive = RecordBuffer(byteCount: StagePass.blockRecords)
  /// Of a piece of a column: which elements are finite, and the places of those that are not.
  private let finite = RecordBuffer(byteCount: Self.piece)
  private let places = RecordBuffer(byteCount: Self.piece * 8)

  /// Elements looked at together.
  private static let piece = StagePass.blockRecords

  init(count: Int) { bits = KeepBits(count: count, keeping: true) }

  mutating func look(at block: KeyBlock) {
    var clean = true
    for (index, column) in block.columns.enumerated() {
      switch column.elementType {
      case .float16: look(at: block, index, as: Float16.self, &clean)
      case .float32: look(at: block, index, as: Float.self, &clean)
      case .float64: look(at: block, index, as: Double.self, &clean)
      default: break
      }
    }
    guard !clean else { return }
    alive.withBytes(0..<block.count) { bytes in
      bytes.withElements(as: UInt8.self) { bits.set($0, from: block.first) }
    }
  }

  /// - Parameter clean: Whether every element of the block was finite so far; while it is,
  ///   `alive` is not made.
  private mutating func look<Element: KernelElement & BinaryFloatingPoint>(
    at block: KeyBlock, _ index: Int, as type: Element.Type, _ clean: inout Bool
  ) {
    let length = block.columns[index].length
    block.withColumn(index, as: type) { values in
      for start in stride(from: 0, to: values.count, by: Self.piece) {
        let part = values.extracting(start..<Swift.min(start + Self.piece, values.count))
        let count = findNonfinite(part)
        guard count > 0 else { continue }
        alive.withMutableBytes(0..<block.count) { bytes in
          bytes.withMutableElements(as: UInt8.self) { alive in
            if clean { fill(&alive, 1) }
            clean = false
            drop(count, part, firstElement: start, length: length, &alive)
          }
        }
      }
    }
  }

  /// Writes the places of the values that are not finite; returns how many there are.
  ///
  /// Comparisons with NaN are false: a finite value, and no other, has a magnitude up to the
  /// greatest finite one.
  private func findNonfinite<Element: KernelElement & BinaryFloatingPoint>(
    _ values: Span<Element>
  ) -> Int {
    let greatest = Element.greatestFiniteMagnitude
    // Nearly always all are finite, and no mask is needed.
    guard countComparing(values, .lessOrEqual, greatest, magnitude: true) < values.count else {
      return 0
    }
    finite.withMutableBytes(0..<values.count) { bytes in
      bytes.withMutableElements(as: UInt8.self) {
        compare(values, .lessOrEqual, greatest, magnitude: true, into: &$0)
      }
    }
    return finite.withBytes(0..<values.count) { bytes in
      bytes.withElements(as: UInt8.self) { finite in
        places.withMutableBytes(0..<values.count * 8) { bytes in
          bytes.withMutableElements(as: Int64.self) {
            compactPositions(where: finite, firstPosition: 0, keeping: false, into: &$0)
          }
        }
      }
    }
  }

  /// Drops the records of the `count` elements whose places were found, and counts those that
  /// were still alive. Without a branch on data.
  ///
  /// - Parameters:
  ///   - values: A piece of a column, whose first is element `firstElement` of the block.
  ///   - length: Elements per record.
  private mutating func drop<Element: BinaryFloatingPoint & BitwiseCopyable>(
    _ count: Int, _ values: Span<Element>, firstElement: Int, length: Int,
    _ alive: inout MutableSpan<UInt8>
  ) {
    var (nan, positive, negative) = (0, 0, 0)
    places.withBytes(0..<count * 8) { bytes in
      bytes.withElements(as: Int64.self) { places in
        for index in places.indices {
          let element = Int(places[index])
          let value = values[element]
          let record = length == 1 ? firstElement + element : (firstElement + element) / length
          let first = Int(alive[record])
          alive[record] = 0
          nan &+= value == value ? 0 : first
          positive &+= value > 0 ? first : 0
          negative &+= value < 0 ? first : 0
        }
      }
    }
    counts.nan += nan
    counts.positive += positive
    counts.negative += negative
  }
}
