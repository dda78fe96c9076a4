/// What a collective call must be alike in on all ranks: compared in checked mode.
struct CallShape {
  /// -1 in each place: not part of this call, or free on each rank.
  private var words: [Int]

  /// Only that it is the same call.
  static var call: CallShape { CallShape() }

  private init() { words = [-1, -1, -1, -1] }

  /// - Parameter count: Elements, where all ranks must give the same number; nil where not.
  init<Element: MPIElement>(root: Int? = nil, count: Int? = nil, of element: Element.Type) {
    words = [root ?? -1, count ?? -1, Element.mpiType.code, -1]
  }

  /// For reductions.
  init<Element: MPIElement>(
    root: Int? = nil, count: Int? = nil, _ operation: Reduction<Element>
  ) {
    self.init(root: root, count: count, operation.kind, Element.mpiType)
  }

  /// For reductions whose element is known by its description only.
  init(root: Int? = nil, count: Int? = nil, _ operation: ReductionKind, _ type: MPIType) {
    words = [root ?? -1, count ?? -1, type.code, operation.code]
  }

  static let wordCount = 5

  /// The end of a run, which is no call that the ledger counts.
  private static let end = -1

  func encoded(_ call: MPICall?) -> [Int] { [call?.rawValue ?? Self.end] + words }

  /// The call and its arguments as a message shows them: `MPI_Bcast(root 1, 3 × int64)`.
  static func text(_ words: some RandomAccessCollection<Int>) -> String {
    let words = Array(words)
    var arguments: [String] = []
    if words[1] >= 0 { arguments.append("root \(words[1])") }
    if words[3] >= 0 {
      let type = MPIType.name(code: words[3])
      arguments.append(words[2] >= 0 ? "\(words[2]) × \(type)" : "any count × \(type)")
    }
    if words[4] >= 0 { arguments.append(PredefinedOperation.name(code: words[4])) }
    let call =
      words[0] == end
      ? "MPI_Finalize" : MPICall(rawValue: words[0])?.description ?? "call \(words[0])"
    return arguments.isEmpty ? call : "\(call)(\(arguments.joined(separator: ", ")))"
  }
}

extension Communicator {
  /// Collective. In checked mode, before a collective call: compares the call with those of the
  /// other ranks, in a message space of its own.
  ///
  /// - Parameter call: nil at the end of the run.
  /// - Throws: ``MPIError/mismatch(communicator:rank:call:other:otherCall:)`` on every rank alike.
  /// - Complexity: one collective of 40 bytes per rank, not in the ledger.
  borrowing func compare(_ call: MPICall?, _ shape: CallShape) throws(MPIError) {
    var request = RequestHandle()
    let comparison = try startComparing(call, shape, &request)
    try check("MPI_Wait", CallComparison.wait(&request))
    if let mismatch = comparison.mismatch(on: name) {
      family.isBroken = true
      throw mismatch
    }
  }

  /// Local. Starts what ``compare(_:_:)`` does, for calls that do not block.
  ///
  /// - Parameter request: To be waited for before the comparison is asked.
  borrowing func startComparing(
    _ call: MPICall?, _ shape: CallShape, _ request: inout RequestHandle
  ) throws(MPIError) -> CallComparison {
    try family.checkNothingIsForgotten()
    let comparison = CallComparison(of: shape.encoded(call), ranks: size)
    try check("MPI_Iallgather", comparison.start(ranks: size, shadow, &request))
    return comparison
  }
}

extension MPIType {
  /// A number that equal types have in common on all ranks.
  fileprivate var code: Int {
    switch kind {
    case .predefined(let predefined): Int(predefined.rawValue)
    case .layout: 1000 + stride
    }
  }

  fileprivate static func name(code: Int) -> String {
    if code >= 1000 { return "values of \(code - 1000) bytes" }
    return Predefined(rawValue: UInt8(truncatingIfNeeded: code)).map { "\($0)" } ?? "type \(code)"
  }
}

extension ReductionKind {
  fileprivate var code: Int {
    switch self {
    case .predefined(let operation): Int(operation.rawValue)
    case .custom: PredefinedOperation.customCode
    }
  }
}

extension PredefinedOperation {
  fileprivate static let customCode = 1000

  fileprivate static func name(code: Int) -> String {
    if code == customCode { return "an operation of its own" }
    return PredefinedOperation(rawValue: UInt8(truncatingIfNeeded: code)).map { "\($0)" }
      ?? "operation \(code)"
  }
}
