import ArrayFiles
import Foundation
import Testing

/// A directory that lives as long as a test.
final class Scratch {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("array-files-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
    return self(name)
  }

  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: self(name), withIntermediateDirectories: false)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: self(name))))
  }

  /// Everything in the directory, hidden files too, with what is in its directories.
  func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }
}

/// An `.npy` file put together by hand, so that it can be wrong in any way.
func npy(_ text: String, version: UInt8 = 1, data: Int = 0) -> [UInt8] {
  let length = Array(text.utf8).count
  var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
  bytes += (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
  return bytes + Array(text.utf8) + [UInt8](repeating: 0, count: data)
}

func header(_ descr: String, _ shape: String, fortran: String = "False") -> String {
  "{'descr': '\(descr)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
}

/// The words and the kind of the error that `call` throws; nil when it throws none.
func failure(_ call: () throws(ArrayFileError) -> Void) -> Failure? {
  do {
    try call()
    return nil
  } catch {
    return Failure(String(describing: error), error.kind)
  }
}

struct Failure: Equatable {
  let words: String
  let kind: ArrayFileError.Kind

  init(_ words: String, _ kind: ArrayFileError.Kind) {
    self.words = words
    self.kind = kind
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014, figure 17): the same numbers on every machine.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
