import Expressions
import ShardedArrays
import Testing

/// The whole text of mistakes with fields and rows, over the layout of ``RowTests``.
@Suite struct RowErrorTests {
  @Test("every mistake is shown with its place")
  func texts() {
    let blocks = Self.all.split(separator: "\n", omittingEmptySubsequences: false)
      .split(separator: "").map { $0.map(String.init) }
    #expect(blocks.count > 20)
    for block in blocks {
      let isValue = block[0] == "value"
      #expect(
        message(String(block[2].dropFirst(2)), RowTests.layout, value: isValue)
          == block[1...].joined(separator: "\n"), "\(block[2])")
    }
  }

  @Test("a long list of fields is cut")
  func manyFields() {
    let layout = RecordLayout(
      fields: (0..<30).map { Field("field\($0)", .uint8, offset: $0) }, widths: [30])
    let list =
      "field0, field1, field2, field3, field4, field5, field6, field7, field8, field9, field10, "
      + "field11 and 18 more"
    let words = "unknown name 'z': the fields are \(list), the position is i\n  z > 1\n  ^"
    #expect(message("z > 1", layout) == words)
  }

  static let all = #"""
    predicate
    unknown name 'x': the fields are time, v, p, flag, grid, no, `log`, `a b``c`, q, the position is i
      x > 4
      ^

    predicate
    unknown name 'tme': did you mean 'time'? the fields are time, v, p, flag, grid, no, `log`, `a b``c`, q, the position is i
      tme > 4
      ^~~

    predicate
    unknown name 'Time': did you mean 'time'? the fields are time, v, p, flag, grid, no, `log`, `a b``c`, q, the position is i
      Time > 4
      ^~~~

    predicate
    unknown name 'tyme': did you mean 'time'? the fields are time, v, p, flag, grid, no, `log`, `a b``c`, q, the position is i
      `tyme` > 4
      ^~~~~~

    predicate
    a '`' without its partner
      `log > 4
      ^~~~~~~~

    predicate
    'log' is a function: the field of that name is typed `log`
      log > 4
      ^~~

    predicate
    expected ')' or ',' after 'time', found end of expression
      log(time
              ^

    predicate
    found a row of 3 conditions where one value is needed: try any(p > 4) or all(p > 4)
      p > 4
      ^~~~~

    predicate
    found a row of 3 numbers (float32) where one value is needed: try any(p > 4) or max(p) > 4
      p
      ^

    predicate
    expected a condition such as 'x > 4', found a number (float32)
      max(p)
      ^~~~~~

    predicate
    found a row of 3 conditions where one value is needed: try any(not p > 4 or flag) or all(not p > 4 or flag)
      not p > 4 or flag
      ^~~~~~~~~~~~~~~~~

    value
    found a row of 3 numbers (float32) where one value is needed: try max(p - 1) or norm(p - 1)
      p - 1
      ^~~~~

    value
    found a row of 3 conditions where one value is needed: try any(p > 1) or all(p > 1)
      p > 1
      ^~~~~

    predicate
    'any' needs a condition, found a row of 3 numbers (float32)
      any(p)
          ^

    predicate
    any takes a row, found a condition
      any(v > 4)
          ^~~~~

    predicate
    sum takes a row, found the integer 3
      sum(3) > 2
          ^

    predicate
    mean takes one argument, found 2
      mean(v, p) > 2
      ^~~~~~~~~~

    predicate
    any takes one argument, found 0
      any() and flag
      ^~~~~

    predicate
    max takes a row or two or more arguments, found 1
      max(v) > 2
      ^~~~~~

    predicate
    min takes a row or two or more arguments, found 0
      min() > 2
      ^~~~~

    predicate
    max of a row without elements
      max(no) > 2
          ^~

    predicate
    rows of shapes [3] and [4] do not go together
      any(p > q)
          ^~~~~

    predicate
    rows of shapes [3] and [4] do not go together
      any(flag and p > 1 and q > 2)
                             ^~~~~

    predicate
    rows of shapes [3] and [4] do not go together
      any(0 < p < q)
              ^~~~~

    predicate
    rows of shapes [3] and [4] do not go together
      any(p in [1, q])
          ^~~~~~~~~~

    predicate
    rows of shapes [3] and [4] do not go together
      sum(p / q) > 1
          ^~~~~

    predicate
    v is one value: it has no components
      v[0] > 1
      ^~~~

    predicate
    index 3 is outside a dimension of length 3: -3 to 2
      p[3] > 1
        ^

    predicate
    index -4 is outside a dimension of length 3: -3 to 2
      p[-4] > 1
        ^~

    predicate
    p is a row of shape [3], found 2 indices
      p[1, 2] > 1
      ^~~~~~~

    predicate
    an index is an integer such as 3 or -1, found the float 1.0
      p[1.0] > 1
        ^~~

    predicate
    an index is an integer such as 3 or -1, found a number (int64)
      p[i] > 1
        ^

    predicate
    expected a number, a field or '(' after '[', found ']'
      p[] > 1
        ^

    predicate
    expected ',' or ']' after '1', found end of expression
      p[1 > 1
             ^

    predicate
    ':' has no meaning in an expression
      p[1:2] > 1
         ^

    predicate
    found a row of 3 conditions where one value is needed: try any(grid[0] > 1) or all(grid[0] > 1)
      grid[0] > 1
      ^~~~~~~~~~~

    predicate
    index 2 is outside a dimension of length 2: -2 to 1
      grid[2, 0] > 1
           ^

    predicate
    index 0 into a dimension of length 0
      no[0, 0] > 1
            ^

    predicate
    expected a number, a field or '(' after '>', found end of expression
      time >
            ^

    predicate
    rows of shapes [3] and [4] do not go together
      (p > 1) == (q > 1)
      ^~~~~~~~~~~~~~~~~~

    predicate
    unknown name 'y': the fields are time, v, p, flag, grid, no, `log`, `a b``c`, q, the position is i
      time > 4 and y
                   ^
    """#
}
