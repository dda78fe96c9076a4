import Expressions
import ShardedArrays
import Testing

/// The whole text of every mistake: what is wrong, the expression, the caret.
@Suite struct ExpressionErrorTests {
  /// The blocks of ``ExpressionErrorTexts``, as lines.
  private static let blocks = ExpressionErrorTexts.all.split(
    separator: "\n", omittingEmptySubsequences: false
  )
  .split(separator: "").map { $0.map(String.init) }

  @Test("every mistake is shown with its place")
  func texts() throws {
    #expect(Self.blocks.count > 60)
    for block in Self.blocks {
      let type = try #require(ElementType(rawValue: block[0]))
      let expression = String(block[2].dropFirst(2))
      #expect(
        message(expression, type) == block[1...].joined(separator: "\n"), "\(expression) of \(type)"
      )
    }
  }

  @Test("an empty expression has a place too")
  func empty() {
    let words = message("", .float64)
    #expect(words == "expected a number, 'x' or '(', found end of expression\n  \n  ^")
  }

  @Test("the place tells the columns")
  func place() {
    do throws(ExpressionError) {
      _ = try Predicate("x > 1 and y < 2", elementType: .float32)
      Issue.record("y is known")
    } catch {
      #expect(error.place == Place(text: "x > 1 and y < 2", columns: 10..<11))
    }
  }

  @Test("wide characters push the caret two columns, line breaks and tabs one")
  func widths() {
    #expect(
      message("\tx\n> #é", .float64)
        == "'#' has no meaning in an expression\n   x > #é\n       ^")
    #expect(
      message("x > 日", .float64) == "'日' has no meaning in an expression\n  x > 日\n      ^~")
    // Nothing before the place can be wide in a valid beginning, so the place is built by hand.
    let place = Place(text: "日本 x", columns: 3..<4)
    #expect(
      ExpressionError.integerTooLarge(at: place).description
        == "an integer beyond 128 bits\n  日本 x\n       ^")
  }
}
