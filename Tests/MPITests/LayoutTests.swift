import MPI
import Testing

private struct Particle {
  var position: (Double, Double)
  var id: Int32
  var isFixed: Bool
}

private struct Pair {
  var small: Int8
  var large: Int64
}

@Suite struct LayoutTests {
  @Test("a structure is as far apart as the Swift type")
  func stride() {
    let pair = MPIType.structure(of: Pair.self, .field(\.large), .field(\.small))
    #expect(pair.stride == MemoryLayout<Pair>.stride)
    #expect(MPIType.bytes(of: Particle.self).stride == MemoryLayout<Particle>.stride)
    #expect(Located<Int8>.mpiType.stride == MemoryLayout<Located<Int8>>.stride)
  }

  @Test("numbers are as far apart as MPI thinks")
  func numbers() {
    func check<Element: MPIElement>(_ element: Element.Type) {
      #expect(Element.mpiType.stride == MemoryLayout<Element>.stride, "\(element)")
    }
    check(Int8.self)
    check(Int16.self)
    check(Int32.self)
    check(Int64.self)
    check(Int128.self)
    check(Int.self)
    check(UInt8.self)
    check(UInt16.self)
    check(UInt32.self)
    check(UInt64.self)
    check(UInt128.self)
    check(UInt.self)
    check(Float16.self)
    check(Float.self)
    check(Double.self)
    check(Bool.self)
  }

  @Test("a forgotten field ends the program with its place")
  func forgotten() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = MPIType.structure(of: Particle.self, .field(\.id), .field(\.isFixed))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Particle: no field has bytes 0..<16: one is missing"))
  }
}
