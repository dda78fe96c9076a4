import ArrayFiles
import ShardedArrays
import Testing

/// Reads a text as some ranks would, one after the other.
struct CSVReading: Equatable {
  /// Where each record lies, and its bytes.
  var lines: [Int64] = []
  /// By column the kind of all ranks together, and the numbers in all of their bits; none of text.
  var kinds: [CSVKind] = []
  var numbers: [[UInt64]] = []
  /// Of the first rank that failed.
  var failure: Failure?

  init(_ path: String, ranks: Int, columns: [Int]) throws {
    let input: CSVInput
    do throws(ArrayFileError) {
      let opened = try CSVInput.open([path], delimiter: UInt8(ascii: ","))
      input = try CSVInput(decoding: opened.encoded())
    } catch {
      failure = Failure(error.description, error.kind)
      return
    }
    let partition = Partition(even: input.byteCount, over: ranks)
    var bounds: [CSVParser.Bounds] = []
    for rank in 0..<ranks {
      var parser = CSVParser(input, .count)
      var hasFailed = false
      do throws(ArrayFileError) {
        try parser.read(partition.range(of: rank), startsInQuotes: false)
      } catch {
        hasFailed = true
      }
      bounds.append(
        .init(first: parser.first ?? -1, end: parser.end ?? -1, hasFailed: hasFailed))
    }
    let isRight = CSVParser.haveStartedRight(bounds, of: partition)
    var quotes: [CSVParser.Quotes] = []
    for rank in 0..<ranks {
      quotes.append(try CSVParser.quotes(in: partition.range(of: rank), of: input))
    }
    var parsers: [CSVParser] = []
    for rank in 0..<ranks {
      let range = partition.range(of: rank)
      var parser = CSVParser(input, .numbers(columns: columns))
      let isQuoted = CSVParser.startsInQuotes(range, of: input, before: Array(quotes[..<rank]))
      do throws(ArrayFileError) {
        try parser.read(
          range, startsInQuotes: isQuoted && !isRight)
      } catch {
        if failure == nil { failure = Failure(error.description, error.kind) }
      }
      parsers.append(parser)
    }
    if failure != nil { return }
    for parser in parsers {
      input.linePlaces.forEach(in: parser.lines) { (start, length) in
        lines += [Int64(start), Int64(length)]
      }
    }
    for index in columns.indices {
      let kind = parsers.map { $0.numbers[index].kind }.max() ?? .integers
      kinds.append(kind)
      for parser in parsers { parser.numbers[index].become(kind) }
      numbers.append(kind == .text ? [] : parsers.flatMap { words($0.numbers[index].values) })
    }
  }
}

private func words(_ list: RecordList) -> [UInt64] {
  var all: [UInt64] = []
  list.forEachRun { run in
    run.withElements(as: UInt64.self) { words in
      for index in words.indices { all.append(words[index]) }
    }
  }
  return all
}

@Suite struct CSVParserTests {
  @Test func linesAndNumbers() throws {
    let scratch = try Scratch()
    let text = "a,b,c\n1,2.5,x\r\n\n-3,,\"y,\n\"\"z\"\n 9 ,\"1e3\",\n"
    let path = try scratch.write("a.csv", Array(text.utf8))
    let reading = try CSVReading(path, ranks: 1, columns: [0, 1, 2])
    #expect(reading.failure == nil)
    #expect(reading.lines == [0, 9, 10, 13, 23, 11])
    #expect(reading.kinds == [.integers, .floats, .text])
    #expect(reading.numbers[0].map(Int64.init(bitPattern:)) == [1, -3, 9])
    let floats = reading.numbers[1].map(Double.init(bitPattern:))
    #expect(floats[0] == 2.5 && floats[1].isNaN && floats[2] == 1000)
  }

  @Test(
    "what is an integer, a float, missing or text",
    arguments: [
      ("0", CSVKind.integers), ("+7", .integers), ("-9223372036854775808", .integers),
      ("9223372036854775807", .integers), ("9223372036854775808", .floats), ("-0", .floats),
      ("1.", .floats), (".5", .floats), ("1e5", .floats), ("inf", .floats), ("-Infinity", .floats),
      ("nan", .floats), ("NA", .floats), ("", .floats), ("  ", .floats), ("\"12\"", .integers),
      (".", .text), ("e5", .text), ("1e", .text), ("1e+", .text), ("0x10", .text), ("1_0", .text),
      ("--1", .text), ("1 2", .text), ("infinit", .text), ("True", .text), ("+", .text),
    ])
  func kinds(text: String, kind: CSVKind) throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.csv", Array("a,b\n\(text),1\n".utf8))
    #expect(try CSVReading(path, ranks: 1, columns: [0]).kinds == [kind])
  }

  /// Any text, well-formed or not, is the same on any number of ranks: the same records and values,
  /// or the same first mistake.
  @Test(arguments: 0..<24) func anySplitIsTheSame(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let scratch = try Scratch()
    let pieces =
      seed % 2 == 0
      ? ["1", "2.5", ",", ",", "\n", "\r\n", "\"", "\"\"", "a", " "]
      : ["1,2\n", "3.5,\"x\"\n", "\"1\",\"a\n\"\"b\"\r\n", "\n", ",\n", "7,\"\"\n"]
    for _ in 0..<4 {
      let count = Int.random(in: 0..<60, using: &generator)
      var text = "a,b\n"
      for _ in 0..<count { text += pieces.randomElement(using: &generator) ?? "" }
      let path = try scratch.write("a.csv", Array(text.utf8))
      let whole = try CSVReading(path, ranks: 1, columns: [0, 1])
      for ranks in [2, 3, 7, 20] {
        let split = try CSVReading(path, ranks: ranks, columns: [0, 1])
        #expect(split == whole, "seed \(seed), \(ranks) ranks, text \(text.debugDescription)")
      }
    }
  }

  /// Bytes of any kind: an answer or one error, and no crash.
  @Test(arguments: 0..<12) func hostileBytes(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(1000 + seed))
    let scratch = try Scratch()
    for _ in 0..<25 {
      var bytes = Array("a,b\n1,2\n\"x\",4\n5,6\n".utf8)
      for _ in 0..<Int.random(in: 1..<12, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
      let path = try scratch.write("a.csv", bytes)
      let whole = try CSVReading(path, ranks: 1, columns: [0])
      #expect(try CSVReading(path, ranks: 3, columns: [0]) == whole, "seed \(seed): \(bytes)")
    }
  }

  /// A line longer than is read is refused, wherever the ranks' ranges start.
  @Test func longLines() throws {
    let scratch = try Scratch()
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: CSVParser.lineLimit)
    let path = try scratch.write(
      "a.csv", Array("a,b\n1,2\n3,".utf8) + long + Array("\n5,6\n".utf8))
    for ranks in [1, 3] {
      #expect(
        try CSVReading(path, ranks: ranks, columns: [0]).failure
          == Failure(
            "\(path): line 3 is longer than 8388608 bytes: is a closing quote missing?", .badData))
    }
    let fits = [UInt8](repeating: UInt8(ascii: "x"), count: CSVParser.lineLimit - 16)
    try scratch.write("a.csv", Array("a,b\n1,2\n3,".utf8) + fits + Array("\n5,6\n".utf8))
    #expect(try CSVReading(path, ranks: 3, columns: [0]).numbers == [[1, 3, 5]])
  }

  @Test func linesAreReadAgain() throws {
    let scratch = try Scratch()
    var generator = SplitMix64(seed: 3)
    var text = "a\n"
    var places: [(start: Int, length: Int)] = []
    var wanted: [UInt8] = []
    while text.utf8.count < 3 << 20 {
      let line = String(repeating: "x", count: Int.random(in: 1..<2000, using: &generator)) + "\n"
      // Stretches with many lines, with few, and with all.
      let chance = [1, 40, 1000][text.utf8.count >> 20]
      if Int.random(in: 0..<chance, using: &generator) == 0 {
        places.append((text.utf8.count - 2, line.utf8.count))
        wanted += Array(line.utf8)
      }
      text += line
    }
    let path = try scratch.write("a.csv", Array(text.utf8))
    let input = try CSVInput.open([path], delimiter: UInt8(ascii: ","))
    var list = RecordList(width: input.linePlaces.width)
    list.append(upTo: places.count) { target in
      target.withMutableElements(as: UInt64.self) { words in
        for (index, place) in places.enumerated() {
          input.linePlaces.set(index, of: &words, start: place.start, length: place.length)
        }
      }
      return places.count
    }
    var found: [UInt8] = []
    try LineReader(input).read(list, fail: { $0 }) { (piece) throws(ArrayFileError) in
      piece.withElements(as: UInt8.self) { bytes in
        for index in bytes.indices { found.append(bytes[index]) }
      }
    }
    #expect(found == wanted)
  }

  /// Inputs of a tebibyte and more have wider places.
  @Test(arguments: [1000, 1 << 40 - 1, 1 << 40, 1 << 50]) func placesOfLargeInputs(size: Int) {
    let places = LinePlaces(inputOf: size)
    #expect(places.width == (size < 1 << 40 ? 8 : 16))
    let wanted = [0, 5, size / 2, size - 1].map { ($0, Swift.min(size, 8 << 20)) }
    var list = RecordList(width: places.width)
    list.append(upTo: wanted.count) { target in
      target.withMutableElements(as: UInt64.self) { words in
        for (index, place) in wanted.enumerated() {
          places.set(index, of: &words, start: place.0, length: place.1)
        }
      }
      return wanted.count
    }
    var found: [[Int]] = []
    places.forEach(in: list) { found.append([$0, $1]) }
    #expect(found == wanted.map { [$0.0, $0.1] })
  }
}
