/// Numbers in memory of their own that grows by doubling, from the start of a cache line; what
/// kernels index without checks.
@safe final class SeriesMemory<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count: Int
  private let filler: Element

  init(count: Int = 0, filledWith filler: Element) {
    self.count = count
    self.filler = filler
    unsafe base = Self.allocate(Swift.max(count, 1))
    unsafe base.initialize(repeating: filler, count: count)
  }

  deinit { unsafe base.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Element> {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Element>.stride, alignment: 64)
    // SAFETY: memory for as many elements, aligned for any.
    return unsafe bytes.bindMemory(to: Element.self, capacity: capacity)
  }

  /// Local. Makes room for `wanted` elements; new ones are the filler.
  func grow(to wanted: Int) {
    guard wanted > count else { return }
    // A multiple of 8, as vectors take them.
    let size = Swift.max((wanted + 7) / 8 * 8, 2 * count, 16)
    // SAFETY: `count` elements are initialized in the old memory, `size` in the new one.
    let grown = unsafe Self.allocate(size)
    unsafe grown.initialize(from: base, count: count)
    unsafe (grown + count).initialize(repeating: filler, count: size - count)
    unsafe base.deallocate()
    unsafe base = grown
    count = size
  }

  subscript(_ index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }

  func fill(_ element: Element) { unsafe base.update(repeating: element, count: count) }
}
