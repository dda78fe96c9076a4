/// What the header of one file says, ready to be sent.
package protocol InputHead: Sendable, Hashable {
  func encoded() -> [UInt8]
  /// The inverse of ``encoded()``.
  init(decoding bytes: [UInt8]) throws(ArrayFileError)
}

/// What one rank found in the headers of its share of the files.
package struct HeadsFound<Head: InputHead>: Sendable, Hashable {
  /// In order, up to the first that failed.
  package var heads: [Head] = []
  /// Why the next one could not be read.
  package var failure: ArrayFileError?

  /// Local. Reads every `step`-th of `count` headers, from the `first`-th on; the first that fails
  /// ends it, as what comes later is not asked for then.
  package init(
    _ count: Int, first: Int, step: Int, read: (Int) throws(ArrayFileError) -> Head
  ) {
    for index in stride(from: first, to: count, by: step) {
      do throws(ArrayFileError) {
        heads.append(try read(index))
      } catch {
        failure = error
        return
      }
    }
  }

  /// All of this value as bytes; an error as its kind and words.
  package func encoded() -> [UInt8] {
    var message = MessageWriter()
    message.append(heads.count)
    for head in heads { message.append(head.encoded()) }
    message.append(failure?.kind.rawValue ?? 0)
    message.append(failure?.description ?? "")
    return message.bytes
  }

  /// The inverse of ``encoded()``.
  package init(decoding bytes: [UInt8]) throws(ArrayFileError) {
    var message = MessageReader(bytes, what: "list of headers")
    for _ in 0..<(try message.count(ofAtLeast: 8)) {
      heads.append(try Head(decoding: try message.bytes()))
    }
    let (kind, words) = (try message.integer(), try message.text())
    if kind != 0 {
      guard let kind = ArrayFileError.Kind(rawValue: kind) else { throw message.malformed }
      failure = .reported(kind: kind, words: words)
    }
    try message.finish()
  }

  /// All heads in order, from the ranks that read them in turn: up to the first that failed,
  /// whoever met it.
  package static func inOrder(_ ranks: [HeadsFound], count: Int) -> HeadsFound {
    var all = HeadsFound()
    for index in 0..<count {
      let (turn, rank) = index.quotientAndRemainder(dividingBy: ranks.count)
      guard turn < ranks[rank].heads.count else {
        all.failure = ranks[rank].failure ?? .malformedMessage(what: "list of headers")
        break
      }
      all.heads.append(ranks[rank].heads[turn])
    }
    return all
  }

  private init() {}
}
