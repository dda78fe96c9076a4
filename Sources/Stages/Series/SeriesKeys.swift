import Expressions
import ShardedArrays

/// What a stage on series asks of every record, and in which columns of a block it lies.
struct SeriesKeys {
  /// The value first, then the time and the series where they are given.
  let keys: [Key]
  let names: [String]
  let timeColumn: Int?
  let seriesColumn: Int?
  let valueIsFloat: Bool
  let timeIsFloat: Bool
  let seriesIsFloat: Bool

  var mayBeNaN: Bool { valueIsFloat || timeIsFloat || seriesIsFloat }

  init(value: Key, time: Key?, series: Key?, layout: RecordLayout) {
    keys = [value, time, series].compactMap(\.self)
    names = [value, time, series].map { $0?.name(in: layout) ?? "" }
    timeColumn = time == nil ? nil : 1
    seriesColumn = series == nil ? nil : time == nil ? 1 : 2
    valueIsFloat = value.elementType(in: layout).isFloat
    timeIsFloat = time?.elementType(in: layout).isFloat ?? false
    seriesIsFloat = series?.elementType(in: layout).isFloat ?? false
  }
}

extension Key {
  fileprivate func name(in layout: RecordLayout) -> String {
    switch self {
    case .value(let expression): expression.text
    case .field(let index): layout.fields[index].name
    }
  }
}
