import ArrayFiles
import ShardedArrays
import Testing

/// Headers as NumPy 2.4.6 writes them. Made by
/// `f = io.BytesIO(); numpy.save(f, numpy.zeros(shape, dtype)); print(f.getvalue()[:128])`.
@Suite struct NPYHeaderTests {
  struct Known: Sendable {
    let type: ElementType
    let order: ByteOrder
    let shape: [Int]
    /// Without the ten bytes before it; the padding to 117 bytes and the newline are added.
    let text: String

    var bytes: [UInt8] {
      [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 0x76, 0] + Array(text.utf8)
        + [UInt8](repeating: 0x20, count: 117 - text.utf8.count) + [0x0A]
    }
  }

  static let known = [
    Known(
      type: .float64, order: .little, shape: [3],
      text: "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"),
    Known(
      type: .bool, order: .native, shape: [],
      text: "{'descr': '|b1', 'fortran_order': False, 'shape': (), }"),
    Known(
      type: .int16, order: .big, shape: [3, 4],
      text: "{'descr': '>i2', 'fortran_order': False, 'shape': (3, 4), }"),
    Known(
      type: .float16, order: .little, shape: [2, 0, 3],
      text: "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 0, 3), }"),
    Known(
      type: .uint8, order: .native, shape: [0],
      text: "{'descr': '|u1', 'fortran_order': False, 'shape': (0,), }"),
    Known(
      type: .uint64, order: .big, shape: [1, 1, 1, 1],
      text: "{'descr': '>u8', 'fortran_order': False, 'shape': (1, 1, 1, 1), }"),
  ]

  @Test("written as NumPy writes it, and read back", arguments: known)
  func matchesNumPy(known: Known) throws {
    let written = NPYHeader(elementType: known.type, byteOrder: known.order, shape: known.shape)
    #expect(written.encoded() == known.bytes)

    let scratch = try Scratch()
    let path = try scratch.write(
      "a.npy", known.bytes + [UInt8](repeating: 7, count: written.byteCount))
    let (read, dataOffset) = try NPYHeader.read(path)
    #expect(read == written)
    #expect(dataOffset == 128)
  }

  @Test("the room for growth can push the header to the next 64 bytes")
  func growthPadding() {
    // Lengths of what numpy.save writes before the element, for shapes (1, 1, …).
    let lengths = [14, 15, 16, 19, 30].map {
      NPYHeader(elementType: .float64, shape: [Int](repeating: 1, count: $0)).encoded().count
    }
    #expect(lengths == [128, 192, 192, 192, 192])
  }

  @Test("a shape too long for version 1 is written as version 2")
  func versionTwo() throws {
    let header = NPYHeader(
      elementType: .float32, byteOrder: .little, shape: [Int](repeating: 1, count: 30000))
    let bytes = header.encoded()
    #expect(bytes.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0])
    #expect(bytes.count % 64 == 0)
    let scratch = try Scratch()
    let path = try scratch.write("a.npy", bytes + [0, 0, 0, 0])
    let read = try NPYHeader.read(path)
    #expect(read.header == header && read.dataOffset == bytes.count)
  }

  @Test(
    "every type, order and version is read",
    arguments: ElementType.allCases, [1, 2, 3] as [UInt8])
  func allTypes(type: ElementType, version: UInt8) throws {
    let scratch = try Scratch()
    let orders: [(String, ByteOrder)] = [
      ("<", .little), (">", .big), ("=", .native), ("|", .native), ("", .native),
    ]
    for (prefix, order) in orders {
      let text = header(prefix + type.typeCode, "(2, 3)")
      let path = try scratch.write(
        "a.npy", npy(text, version: version, data: 6 * type.byteCount))
      let (read, dataOffset) = try NPYHeader.read(path)
      #expect(
        read.entry == .element(type, type.byteCount == 1 ? .native : order), "\(text)")
      #expect(read.shape == [2, 3] && read.count == 6)
      #expect(dataOffset == text.utf8.count + (version == 1 ? 10 : 12))
    }
  }

  @Test(
    "spellings that mean the same",
    arguments: [
      #"{'shape': (2, 3), 'descr': '<f4', 'fortran_order': False}"#,
      #"{"descr":"<f4","fortran_order":False,"shape":(2,3)}"#,
      " \t{ 'descr' : '<f4' ,\n'fortran_order':\tFalse , 'shape' : ( 2 , 3 , ) , } \n\n",
    ])
  func spellings(text: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.npy", npy(text, data: 24))
    let read = try NPYHeader.read(path).header
    #expect(read == NPYHeader(elementType: .float32, byteOrder: .little, shape: [2, 3]))
  }

  @Test(
    "Fortran order is read where it is C order",
    arguments: [
      ("()", 1), ("(7,)", 7), ("(1, 7)", 7), ("(7, 1, 1)", 7), ("(3, 0, 4)", 0), ("(1, 1)", 1),
    ])
  func fortranOrder(shape: String, count: Int) throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "a.npy", npy(header("<i4", shape, fortran: "True"), data: 4 * count))
    #expect(try NPYHeader.read(path).header.count == count)
  }
}
