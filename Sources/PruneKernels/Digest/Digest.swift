/// 128 bits that stand for an array's bytes: equal bytes give equal digests, however they are
/// split over ranks and files. Made by ``DigestPart``, where it is defined.
///
/// It tells accidents apart, not forgeries: the keys are public.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  public let high: UInt64
  public let low: UInt64

  /// 32 hexadecimal digits.
  public var description: String { Self.hex(high) + Self.hex(low) }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
