/// Expressions that mean nothing for an element type, and the whole text that says so: the type,
/// then the message, whose second line is the expression.
enum ExpressionErrorTexts {
  static let all = #"""
    float64
    expected a number, 'x' or '(' after '>', found end of expression
      x >
         ^

    float64
    expected an operator or end of expression after '4', found 'y'
      x > 4 y
            ^

    float64
    expected an operator or end of expression after '1', found 'adn': did you mean 'and'?
      x > 1 adn x < 2
            ^~~

    float64
    expected ')' after '1', found end of expression
      (x > 1
            ^

    float64
    expected an operator or end of expression after '1', found ')'
      x > 1)
           ^

    float64
    '=' is not an operator here: use '==' to compare
      x = 4
        ^

    float64
    '&' is not an operator here: use 'and'
      x & 1
        ^

    float64
    '&' is not an operator here: use 'and'
      x > 1 & x < 3
            ^

    float64
    '~' is not an operator here: use 'not'
      ~x
      ^

    float64
    '^' is not an operator here: use '**' for a power, '!=' between conditions
      x ^ 2 > 1
        ^

    float64
    unknown name 'y': the element is 'x', its position 'i'
      y > 4
      ^

    float64
    unknown name 'X': did you mean 'x'?
      X > 4
      ^

    float64
    unknown name 'sqr': did you mean 'sqrt'?
      sqr(x) > 4
      ^~~

    float64
    unknown name 'isNaN': did you mean 'isnan'?
      isNaN(x)
      ^~~~~

    float64
    'np.' is not needed: functions are named without it
      np.sqrt(x) > 2
      ^~~

    float64
    expected '(' after 'abs', found '>'
      abs > 2
          ^

    float64
    abs takes one argument, found 2
      abs(x, 2) > 1
      ^~~~~~~~~

    float64
    min takes two or more arguments, found 1
      min(x) > 1
      ^~~~~~

    float64
    min takes two or more arguments, found 0
      min() > 1
      ^~~~~

    float64
    '007' is not a number: leading zeros
      x > 007
          ^~~

    float64
    '0x' is not a number: digits are missing
      x > 0x
          ^~

    float64
    '0b12' is not a number: not all digits are of base 2
      x > 0b12
          ^~~~

    float64
    '1_' is not a number: '_' stands between digits
      x > 1__0
          ^~

    float64
    '1_' is not a number: '_' stands between digits
      x > 1_
          ^~

    float64
    '#' has no meaning in an expression
      x # 3
        ^

    float64
    '"' has no meaning in an expression
      x > "a"
          ^

    float64
    expected a condition such as 'x > 4', found a number (float64)
      x
      ^

    float64
    expected a condition such as 'x > 4', found a number (float64)
      x + 1
      ^~~~~

    int8
    expected a condition such as 'x > 4', found the integer 4
      4
      ^

    int8
    expected a condition such as 'x > 4', found the float 2.5
      2.5
      ^~~

    int32
    'and' needs a condition, found a number (int32)
      x and x > 1
      ^

    float32
    'not' needs a condition, found a number (float32)
      not x
          ^

    int32
    'or' needs a condition, found the integer 1
      1 or x > 2
      ^

    bool
    '-' is not defined for booleans: use 'not'
      -x
      ^~

    bool
    '-' is not defined for booleans: use '!='
      x - x
      ^~~~~

    bool
    sign is not defined for booleans: use the condition itself
      sign(x) > 0
           ^

    int8
    300 is outside int8, -128 to 127
      x + 300 > 1
          ^~~

    uint8
    -1 is outside uint8, 0 to 255
      x + -1 > 1
          ^~

    bool
    9223372036854775808 is outside int64, -9223372036854775808 to 9223372036854775807
      x > 9223372036854775808
          ^~~~~~~~~~~~~~~~~~~

    int32
    an integer to a negative power: use a float, such as x ** -1.0
      x ** -1 > 2
      ^~~~~~~

    int32
    an integer to a power of type int32, which may be negative: use a float, such as 2.0 ** x
      2 ** x > 4
           ^

    int32
    division by zero
      x > 1 / 0
          ^~~~~

    int32
    a negative number to a power with a fraction is a complex number
      x > (-8) ** 0.5
          ^~~~~~~~~~~

    int32
    zero to a negative power
      x > 0.0 ** -1
          ^~~~~~~~~

    int32
    an integer beyond 128 bits
      x > 10 ** 40
          ^~~~~~~~

    int32
    an integer beyond 128 bits
      x > 999999999999999999999999999999999999999999
          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

    float64
    '日' has no meaning in an expression
      x > 日本 + 1
          ^~

    float64
    '日' has no meaning in an expression
      x > 1 日
            ^~

    float64
    expected a list such as [1, 2], starting with '[' after 'in', found '3'
      x in 3
           ^

    float64
    expected ']' or ',' after '2', found end of expression
      x in [1, 2
                ^

    float64
    expected ']' or ',' after '1', found '2'
      x in [1 2]
              ^

    float64
    expected 'in' after 'not', found '3'
      x not 3
            ^

    float64
    expected 'not …' in parentheses after '==', found 'not'
      x == not x
           ^~~

    float64
    expected an operator or end of expression after ']', found '<'
      x in [1] < 2
               ^

    float64
    '<>' is not an operator here: use '!='
      x <> 3
        ^~

    float64
    '≥' is not an operator here: use '>='
      x ≥ 3
        ^

    float64
    expected a number, 'x' or '(' after 'and', found end of expression
      x > 1 and
               ^

    float64
    expected a number, 'x' or '(', found 'and'
      and x
      ^~~

    float64
    expected an operator or end of expression after 'x', found 'is'
      x is nan
        ^~

    float64
    18446744073709551616 is outside uint64, 0 to 18446744073709551615
      floor(18446744073709551616) > x
            ^~~~~~~~~~~~~~~~~~~~

    float64
    '=' is not an operator here: use '==' to compare
      (x) = (3)
          ^

    float64
    expected a number, 'x' or '(' after 'or', found 'or'
      max(x, 1) > 2 or or x
                       ^~

    float64
    '日' has no meaning in an expression
      x > 1 + 日本
              ^~

    float64
    expected a number, 'x' or '(' after '**', found end of expression
      x + (2 **
               ^

    int8
    -300 is outside int8, -128 to 127
      x - -300 > 0
          ^~~~

    int8
    300 is outside int8, -128 to 127
      x * (100 + 200) > 1
          ^~~~~~~~~~~

    float64
    ''' has no meaning in an expression
      ('x') > 1
       ^

    uint64
    -18446744073709551617 is outside int64, -9223372036854775808 to 9223372036854775807
      abs(-1 - 2 ** 64) > x
          ^~~~~~~~~~~~

    float64
    '0x1p3' is not a number: not all digits are of base 16
      0x1p3 > x
      ^~~~~

    int16
    unknown name 'y': the element is 'x', its position 'i'
      x in [1, 2, y]
                  ^

    bool
    '-' is not defined for booleans: use '!='
      x + x * x - x
      ^~~~~~~~~~~~~

    float64
    the power is beyond float64
      x > 2 ** 0.5 ** -9999
               ^~~~~~~~~~~~

    int32
    'and' needs a condition, found a number (int32)
      x and not x
      ^
    """#
}
