/// The order in which people count files: `part-2` before `part-10`.
///
/// Runs of decimal digits compare by their value, however many zeros lead and however long they
/// are; other bytes by their value, with `/` before all others, so that a folder's files stay
/// together. Names that are equal so far, `part-02` and `part-2`, compare byte by byte. Upper and
/// lower case differ, no language's alphabet is followed: the order is the same everywhere.
package enum NaturalOrder {
  package static func precedes(_ first: String, _ second: String) -> Bool {
    let (a, b) = (Array(first.utf8), Array(second.utf8))
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if isDigit(a[i]), isDigit(b[j]) {
        let (left, right) = (number(in: a, at: &i), number(in: b, at: &j))
        if left.count != right.count { return left.count < right.count }
        if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) }
      } else {
        if a[i] != b[j] { return rank(a[i]) < rank(b[j]) }
        i += 1
        j += 1
      }
    }
    if i < a.count || j < b.count { return i == a.count }
    return a.lexicographicallyPrecedes(b)
  }

  /// The digits from `position` on without leading zeros; steps behind them.
  private static func number(in bytes: [UInt8], at position: inout Int) -> ArraySlice<UInt8> {
    let digits = bytes[position...].prefix(while: isDigit)
    position = digits.endIndex
    return digits.drop { $0 == UInt8(ascii: "0") }
  }

  private static func rank(_ byte: UInt8) -> Int { byte == UInt8(ascii: "/") ? -1 : Int(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
