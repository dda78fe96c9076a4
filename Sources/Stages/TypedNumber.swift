/// A finite number of 0 or more with the text it was typed as.
public struct TypedNumber: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  public let value: Double

  /// Local. Reads `0.5`, `3` or `1e-6`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    guard let value = Double(text), value.isFinite, value >= 0, value.sign == .plus else {
      return nil
    }
    description = String(text)
    self.value = value
  }
}
