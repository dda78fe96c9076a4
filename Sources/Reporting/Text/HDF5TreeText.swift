import ArrayFiles
import Pruning
import ShardedArrays

/// The page of `prune-mpi inspect` about an HDF5 file that holds several things: a tree with what
/// each dataset is and which groups can be read as records.
public struct HDF5TreeText {
  private let path: String
  private let root: HDF5Node
  private let words = Wording(unicode: false)

  public init(_ root: HDF5Node, path: String) {
    self.path = path
    self.root = root
  }

  /// Lines joined by line feeds, none at the end.
  public var page: String {
    ([words.visible(path) + records(of: root)] + attributes(of: root, depth: 1)
      + children(of: root, depth: 1)).joined(separator: "\n")
  }

  private func children(of node: HDF5Node, depth: Int) -> [String] {
    guard case .group(let children) = node.kind else { return [] }
    return children.flatMap { lines(of: $0, depth: depth) }
  }

  private func lines(of node: HDF5Node, depth: Int) -> [String] {
    let name = words.visible(String(node.path.split(separator: "/").last ?? ""))
    let indent = String(repeating: "  ", count: depth)
    switch node.kind {
    case .group:
      return ["\(indent)\(name)/\(records(of: node))"] + attributes(of: node, depth: depth + 1)
        + children(of: node, depth: depth + 1)
    case .dataset(let array):
      return ["\(indent)\(name)  \(text(of: array))"] + attributes(of: node, depth: depth + 1)
    case .type:
      return ["\(indent)\(name)  named type"]
    case .link(let target):
      return ["\(indent)\(name)  -> \(words.visible(target))"]
    }
  }

  /// `  records: u, v`; nothing where a group cannot be read as records.
  private func records(of node: HDF5Node) -> String {
    guard let fields = node.recordFields else { return "" }
    let names = fields.map { words.visible(String($0.path.split(separator: "/").last ?? "")) }
    let count = fields.first?.shape?.first ?? 0
    return "  \(words.count(count, "record")) of \(names.joined(separator: ", "))"
  }

  /// At most as many as fit a screen.
  private func attributes(of node: HDF5Node, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    return node.attributes.prefix(24).map { attribute in
      words.shortened(
        "\(indent)@\(words.visible(attribute.name)) \(words.visible(attribute.text))",
        to: Layout.width)
    } + (node.attributes.count > 24 ? ["\(indent)@... \(node.attributes.count) in all"] : [])
  }

  private func text(of array: HDF5Array) -> String {
    var parts: [String]
    switch array.content {
    case .entries(.element(let type, let order)): parts = [words.type(type, order)]
    case .entries(.structure(let structure)):
      let fields = structure.fields.map {
        "\(words.visible($0.name)) \(words.type($0.elementType, $0.byteOrder))"
          + ($0.shape.isEmpty ? "" : " \(words.shape($0.shape))")
      }
      parts = ["records (\(fields.joined(separator: "; ")))"]
    case .unsupported(let holds): parts = ["\(words.visible(holds)), not to be pruned"]
    }
    parts.append(array.shape.map { "shape \(words.shape($0))" } ?? "no extent")
    switch array.layout {
    case .contiguous: parts.append("contiguous")
    case .compact: parts.append("compact")
    case .external: parts.append("in other files")
    case .virtual(let files): parts.append("virtual, \(words.count(files.count, "file"))")
    case .chunked(let chunk):
      parts.append("chunks \(words.shape(chunk))")
      parts += array.filters.map(words.visible)
    }
    if let missing = array.missingFilter {
      parts.append("not to be read here: no \(words.visible(missing))")
    }
    return parts.joined(separator: ", ")
  }
}
