/// A file as a tree, for people and for finding what can be read.
public struct HDF5Node: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case group([HDF5Node])
    case dataset(HDF5Array)
    /// A type that has a name.
    case type
    /// Another name of an object, a name that leads nowhere, or one in another file.
    case link(to: String)
  }

  public struct Attribute: Hashable, Sendable {
    public var name: String
    /// Its value in short.
    public var text: String
  }

  /// `/wind/u`
  public var path: String
  public var attributes: [Attribute]
  public var kind: Kind
}

extension HDF5Node {
  /// Datasets directly in this group.
  var datasets: [HDF5Array] {
    guard case .group(let children) = kind else { return [] }
    return children.compactMap { if case .dataset(let array) = $0.kind { array } else { nil } }
  }

  /// The fields that make this group readable as records, in the order of their names; nil where
  /// it holds less than two, or of different lengths.
  public var recordFields: [HDF5Array]? {
    let fields = datasets.filter(\.isField)
    guard fields.count > 1, Set(fields.map { $0.shape?.first }).count == 1 else { return nil }
    return fields
  }

  /// What can be read of this group and what is in it: groups as records, and other datasets.
  var choices: [HDF5Choice] {
    guard case .group(let children) = kind else { return [] }
    var found: [HDF5Choice] = []
    let fields = recordFields ?? []
    if !fields.isEmpty { found.append(HDF5Choice(object: path, fields: fields.map(\.name))) }
    for child in children {
      if case .dataset(let array) = child.kind, array.isPrunable,
        !fields.contains(where: { $0.path == array.path })
      {
        found.append(HDF5Choice(object: array.path, fields: []))
      }
      found += child.choices
    }
    return found
  }
}

extension [HDF5Array] {
  /// The fields among the datasets of a group.
  ///
  /// Single values and dimensions without values are not fields; an array that cannot be pruned
  /// is refused, so that nothing is left behind unnoticed.
  ///
  /// - Throws: what keeps them from being records.
  func fields(ofGroup group: String) throws(HDF5Problem) -> [HDF5Array] {
    var fields: [HDF5Array] = []
    for array in self where !array.isBareDimension && !(array.shape ?? []).isEmpty {
      switch array.content {
      case .unsupported(let holds): throw .unsupported(dataset: array.path, holds: holds)
      case .entries(.structure):
        throw .recordsAmongFields(dataset: array.path, group: group)
      case .entries(.element): break
      }
      let (length, first) = (array.shape?.first ?? 0, fields.first?.shape?.first ?? 0)
      if let other = fields.first, length != first {
        throw .lengthsDiffer(
          first: other.path, count: first, second: array.path, secondCount: length)
      }
      fields.append(array)
    }
    if fields.isEmpty { throw .noFields(group: group) }
    return fields
  }
}
