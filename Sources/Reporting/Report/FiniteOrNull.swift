/// A number that JSON can hold: what is not finite is null, and null is nil.
@propertyWrapper
public struct FiniteOrNull: Codable, Sendable, Hashable {
  private var value: Double?

  public var wrappedValue: Double? {
    get { value }
    set { value = newValue.flatMap { $0.isFinite ? $0 : nil } }
  }

  public init(wrappedValue: Double?) {
    self.wrappedValue = wrappedValue
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
