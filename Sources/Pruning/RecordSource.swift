import ArrayFiles
import ShardedArrays

/// Where blocks of records come from: files and made-up data are the same to a pass.
protocol RecordSource {
  /// Local. Reads one column of `count` records from global position `first` on, in the input's
  /// byte order.
  func read(
    column: Int, first: Int, count: Int, into bytes: inout MutableRawSpan
  ) throws(PruningError)
}

/// Records from files.
final class FileSource: RecordSource {
  private var reader: RecordReader

  init(_ input: RecordInput) {
    reader = RecordReader(input)
  }

  func read(
    column: Int, first: Int, count: Int, into bytes: inout MutableRawSpan
  ) throws(PruningError) {
    do throws(ArrayFileError) {
      try reader.read(column: column, first: first, count: count, into: &bytes)
    } catch {
      throw .file(error)
    }
  }
}

/// The built-in example's data: a smooth background with one burst, so that what a threshold
/// keeps lies close together and a few ranks hold nearly all of it.
///
/// Element `i` of `count` is `level + height × bump((i / count − centre) / halfWidth) + noise`,
/// where `bump(t)` is `1 − t²` for |t| < 1 and 0 elsewhere, and the noise, between 0 and 1, is
/// a hash of `i`: the same array on any number of ranks.
public struct GeneratedField: Sendable, Hashable {
  public var count: Int
  public var centre: Double
  public var halfWidth: Double
  public var level: Double
  public var height: Double

  public init(
    count: Int, centre: Double = 0.3, halfWidth: Double = 0.1, level: Double = 3,
    height: Double = 5
  ) {
    self.count = count
    self.centre = centre
    self.halfWidth = halfWidth
    self.level = level
    self.height = height
  }

  public func value(at index: Int) -> Double {
    let t = (Double(index) / Double(count) - centre) / halfWidth
    let bump = abs(t) < 1 ? 1 - t * t : 0
    // SplitMix64's finaliser (Steele, Lea, Flood 2014, figure 17) as a hash of the index.
    var bits = UInt64(index) &* 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    bits ^= bits >> 31
    let noise = Double(bits >> 11) * 0x1p-53
    return level + height * bump + noise
  }
}

/// Records computed from their positions.
struct GeneratedSource: RecordSource {
  let field: GeneratedField

  func read(column: Int, first: Int, count: Int, into bytes: inout MutableRawSpan) {
    bytes.withMutableElements(as: Double.self) { values in
      for index in 0..<count { values[index] = field.value(at: first + index) }
    }
  }
}
