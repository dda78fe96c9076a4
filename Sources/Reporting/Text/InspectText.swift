import Pruning
import ShardedArrays

/// What `prune-mpi inspect` says of one file, for people and as JSON.
public struct InspectFacts: Codable, Sendable {
  public var path: String
  /// How many files the path stands for.
  public var files: Int
  /// Of a file of records with several; nil for a plain array.
  public var field: String?
  public var shape: [Int]
  public var elementType: ElementType
  public var byteOrder: ByteOrder
  /// Elements, and their bytes without the header.
  public var records: Int
  public var bytes: Int
  /// Of a column of text: bytes of its longest value; nil for numbers.
  public var longestText: Int?
  /// Exactly, as the element type writes them; NaN does not take part. Nil where there is none.
  public var minimum: String?
  public var maximum: String?
  /// Of what is not NaN; null where it is not finite.
  @FiniteOrNull public var mean: Double?
  public var nanCount: Int
  public var infiniteCount: Int
  public var zeroCount: Int

  package init(
    longestText: Int? = nil, path: String, files: Int = 1, field: String? = nil, shape: [Int],
    elementType: ElementType,
    byteOrder: ByteOrder = .native, records: Int, minimum: String? = nil, maximum: String? = nil,
    mean: Double? = nil,
    nanCount: Int = 0, infiniteCount: Int = 0, zeroCount: Int = 0
  ) {
    self.longestText = longestText
    self.path = path
    self.files = files
    self.field = field
    self.shape = shape
    self.elementType = elementType
    self.byteOrder = byteOrder
    self.records = records
    bytes = records * elementType.byteCount
    self.minimum = minimum
    self.maximum = maximum
    self.mean = mean
    self.nanCount = nanCount
    self.infiniteCount = infiniteCount
    self.zeroCount = zeroCount
  }

  public init(_ found: Inspection) {
    self.init(
      longestText: found.longestText, path: found.path, files: found.files, field: found.field,
      shape: found.shape,
      elementType: found.elementType,
      byteOrder: found.byteOrder, records: found.count, minimum: found.minimum,
      maximum: found.maximum, mean: found.mean, nanCount: found.nanCount,
      infiniteCount: found.infiniteCount, zeroCount: found.zeroCount)
  }
}

/// The page of `prune-mpi inspect` about one file.
public struct InspectText {
  private let facts: InspectFacts
  private let words = Wording(unicode: false)

  public init(_ found: Inspection) {
    self.init(InspectFacts(found))
  }

  package init(_ facts: InspectFacts) {
    self.facts = facts
  }

  /// Lines joined by line feeds, none at the end.
  public var page: String {
    let field = facts.field.map { ", field \(words.visible($0))" } ?? ""
    return ([words.visible(facts.path) + field] + Layout.table(rows, [.left, .left])).joined(
      separator: "\n")
  }

  private var rows: [[String]] {
    if let longest = facts.longestText {
      return [
        ["records", words.count(facts.records)], ["type", "text, at most \(words.bytes(longest))"],
      ]
    }
    let type = facts.elementType
    let files = facts.files > 1 ? [["files", words.count(facts.files)]] : []
    let rows =
      files + [
        ["shape", words.shape(facts.shape)],
        ["type", words.type(type, facts.byteOrder)],
        ["records", words.count(facts.records)],
        ["bytes", words.exactBytes(facts.bytes)],
      ]
    guard facts.records > 0 else { return rows }
    return rows + [
      ["minimum", facts.minimum ?? Self.noValue],
      ["maximum", facts.maximum ?? Self.noValue],
      ["mean", mean],
      [type.isBool ? "false" : "zeros", part(facts.zeroCount)],
    ]
      + (type.isBool ? [["true", part(facts.records - facts.zeroCount)]] : [])
      + [["NaN", part(facts.nanCount)]]
      + (type.isFloat ? [["infinite", part(facts.infiniteCount)]] : [])
  }

  private static let noValue = "none, every record is NaN"

  private var mean: String {
    if let mean = facts.mean { return "\(mean)" }
    return facts.nanCount == facts.records
      ? Self.noValue : "not finite, because some records are not"
  }

  /// A count, with its share where it says more.
  private func part(_ count: Int) -> String {
    let share = count == 0 ? "" : " (\(words.percent(count, of: facts.records)))"
    return words.count(count) + share
  }
}

extension Wording {
  /// `1,234,567 (1.18 MiB)`
  func exactBytes(_ value: Int) -> String {
    value < 1024 ? count(value) : "\(count(value)) (\(bytes(value)))"
  }
}
