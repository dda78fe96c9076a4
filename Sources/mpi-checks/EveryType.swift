/// Every collective, message and window with every type: one check for each pair.
let matrixChecks: [Check] =
  everyType.flatMap { matrix(of: $0) } + atomicTypes.flatMap { accumulateChecks(of: $0) }

/// The types that MPI has operations for on windows.
private let atomicTypes: [any CheckedInteger.Type] = [
  Int8.self, Int16.self, Int32.self, Int64.self, Int.self, UInt8.self, UInt16.self, UInt32.self,
  UInt64.self, UInt.self,
]

private func matrix<Element: CheckedElement>(of type: Element.Type) -> [Check] {
  broadcastChecks(of: type) + reduceChecks(of: type) + scanChecks(of: type)
    + gatherChecks(of: type) + scatterChecks(of: type) + allToAllChecks(of: type)
    + messageChecks(of: type) + requestChecks(of: type) + datatypeChecks(of: type)
    + windowChecks(of: type)
}
