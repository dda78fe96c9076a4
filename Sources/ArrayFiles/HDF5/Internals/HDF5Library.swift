#if HDF5
  internal import CHDF5

  // The library as a whole: it is started once, prints nothing by itself, and every call's return
  // code goes through `checked`, which makes the library's own words into the error.

  enum HDF5Library {
    /// Whether the library has been started and told to be silent.
    private static let isReady: Bool = H5open() >= 0 && chdf5_be_silent() >= 0

    // SAFETY: used by the one thread of this process that uses the library.
    private nonisolated(unsafe) static var unused: [hid_t] = []
    private nonisolated(unsafe) static var depth = 0

    fileprivate static func giveBack(_ id: hid_t) {
      unsafe unused.append(id)
      if unsafe depth == 0 { drain() }
    }

    /// Local. Gives back what is no longer used; between calls of the library, not among the
    /// arguments of one.
    static func drain() {
      // Nothing is lost: a file that was written was closed before, with all in it.
      for id in unsafe unused { _ = H5Idec_ref(id) }
      unsafe unused.removeAll(keepingCapacity: true)
    }

    /// Local. Runs `body`, in which the library is used on the file `path`.
    ///
    /// - Throws: ``ArrayFileError/hdf5(path:_:)`` with what `body` throws.
    static func using<Result: ~Copyable>(
      _ path: String, _ body: () throws(HDF5Problem) -> Result
    ) throws(ArrayFileError) -> Result {
      guard isReady else {
        throw .hdf5(path: path, .library(action: "starting the HDF5 library", words: "no reason"))
      }
      HDF5CrashGuard.enter(path)
      unsafe depth += 1
      defer {
        unsafe depth -= 1
        if unsafe depth == 0 { drain() }
        HDF5CrashGuard.leave()
      }
      do throws(HDF5Problem) {
        return try body()
      } catch {
        throw .hdf5(path: path, error)
      }
    }

    /// The error of a call that has just failed, in the library's words.
    static func failure(_ action: String) -> HDF5Problem {
      var text = [CChar](repeating: 0, count: 512)
      // SAFETY: at most `count` bytes are written, the last of them zero.
      unsafe chdf5_last_error(&text, text.count)
      let words = String(
        decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return .library(action: action, words: words.isEmpty ? "no reason given" : words)
    }
  }

  /// The result of a call, which is negative when it has failed.
  ///
  /// - Parameter action: What was done: `reading '/wind/u'`.
  @discardableResult
  func checked<Code: SignedInteger>(
    _ action: @autoclosure () -> String, _ code: Code
  ) throws(HDF5Problem) -> Code {
    if code < 0 { throw HDF5Library.failure(action()) }
    HDF5CrashGuard.allow()
    return code
  }

  /// An object of the library; given back some time after its last use, at the latest when the
  /// library is left.
  ///
  /// Swift may end its life as soon as ``id`` has been read, before the call that the number is
  /// passed to: so the end of its life only puts it down to be given back.
  final class HDF5Handle {
    let id: hid_t
    private var isOpen = true

    /// Takes over what a call has opened or made.
    init(_ action: @autoclosure () -> String, _ id: hid_t) throws(HDF5Problem) {
      self.id = try checked(action(), id)
    }

    /// Gives it back now, where that can fail and matters.
    func close(_ action: String) throws(HDF5Problem) {
      isOpen = false
      try checked(action, H5Idec_ref(id))
    }

    deinit {
      if isOpen { HDF5Library.giveBack(id) }
    }
  }

  /// Text that a call gives in two steps: first its length, then the bytes.
  ///
  /// - Parameter call: Given a buffer and its size, writes at most that and returns the length.
  func text<Length: SignedInteger>(
    _ action: @autoclosure () -> String, limit: Int = 1 << 16,
    _ call: (UnsafeMutablePointer<CChar>?, Int) -> Length
  ) throws(HDF5Problem) -> String {
    let length = Int(try checked(action(), call(nil, 0)))
    guard length <= limit else {
      throw .library(action: action(), words: "a name of \(length) bytes")
    }
    var bytes = [CChar](repeating: 0, count: length + 1)
    _ = try checked(action(), unsafe call(&bytes, length + 1))
    return String(decoding: bytes.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
#endif
