extension Wording {
  /// A bar of at most `width` columns for `value` on a scale that ends at `largest`; whatever
  /// is not zero is seen.
  package func bar(_ value: Double, of largest: Double, width: Int) -> String {
    guard value > 0, largest > 0, width > 0 else { return "" }
    let share = min(value / largest, 1)
    guard unicode else {
      return String(repeating: "#", count: max(Int((share * Double(width)).rounded()), 1))
    }
    let eighths = max(Int((share * Double(8 * width)).rounded()), 1)
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
