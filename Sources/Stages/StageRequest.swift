/// A stage as it was asked for: the command line in types, before the records are known.
///
/// Names of fields and expressions are text; they are understood by
/// ``Stage/init(_:layout:records:nan:)``.
public enum StageRequest: Hashable, Sendable {
  case filter(Filter.Kind, String)
  case selection(Selection)
  case quantile(Quantile)
  case unique(Unique)
  case outliers(Outliers)
  case sample(Sample)
  case every(Every)
  case deadband(Deadband)
  case swing(Swing)
  case nonfinite
  case budget(Budget)
  case keepMass(KeepMass)

  /// The largest or the smallest keys.
  public enum Side: String, Hashable, Sendable {
    case top, bottom
  }

  public struct Selection: Hashable, Sendable {
    public var side: Side
    public var amount: Amount
    public var by: String?

    public init(_ side: Side, _ amount: Amount, by: String? = nil) {
      self.side = side
      self.amount = amount
      self.by = by
    }
  }

  public struct Quantile: Hashable, Sendable {
    public enum Side: String, Hashable, Sendable {
      case above, below
    }

    public var side: Side
    /// 0 to 1.
    public var quantile: TypedNumber
    public var by: String?

    public init(_ side: Side, _ quantile: TypedNumber, by: String? = nil) {
      self.side = side
      self.quantile = quantile
      self.by = by
    }
  }

  public struct Unique: Hashable, Sendable {
    /// Names of fields; empty for whole records.
    public var by: [String] = []
    public var last = false
    /// Where the counts go.
    public var countOutput: String?

    public init() {}
  }

  public struct Outliers: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable, CaseIterable {
      case zscore, iqr, mad
    }

    public var method: Method
    /// At least 0.
    public var limit: TypedNumber
    public var by: String?
    /// The outliers stay, instead of the others.
    public var only = false

    public init(_ method: Method, _ limit: TypedNumber) {
      self.method = method
      self.limit = limit
    }
  }

  public struct Sample: Hashable, Sendable {
    public var amount: Amount
    public var seed: UInt64?

    public init(_ amount: Amount) { self.amount = amount }
  }

  public struct Every: Hashable, Sendable {
    /// At least 1.
    public var step: Int
    /// From 0; below `step`.
    public var offset: Int?

    public init(_ step: Int) { self.step = step }
  }

  public struct Deadband: Hashable, Sendable {
    /// At least 0.
    public var width: TypedNumber
    public var value: String?
    public var time: String?
    /// The field that tells the series apart.
    public var by: String?
    public var maxGap: TypedNumber?
    public var keepPrevious = false

    public init(_ width: TypedNumber) { self.width = width }
  }

  public struct Swing: Hashable, Sendable {
    public var width: TypedNumber
    public var value: String?
    public var time: String?
    public var by: String?
    public var maxGap: TypedNumber?

    public init(_ width: TypedNumber) { self.width = width }
  }

  public struct Budget: Hashable, Sendable {
    public enum Limit: Hashable, Sendable {
      case bytes(Int)
      /// Of the bytes that are read.
      case percent(Decimal)
      /// What so many ranks hold.
      case ranks(Int)
    }

    public var limit: Limit
    public var by: String?
    /// What one rank holds, in bytes; for ``Limit/ranks(_:)``.
    public var rankMemory: Int?

    public init(_ limit: Limit) { self.limit = limit }
  }

  public struct KeepMass: Hashable, Sendable {
    /// 0 to 100.
    public var percent: Decimal
    public var by: String?

    public init(_ percent: Decimal) { self.percent = percent }
  }
}
