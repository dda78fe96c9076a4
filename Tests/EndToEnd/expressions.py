"""Expressions of prune-mpi beside the NumPy expressions that must keep the same elements.

`x` is the array and `i` the position of each element. A single text stands for both where
the two languages agree; else the pair is (ours, NumPy's). Whatever NumPy refuses for an
element type, the program must refuse too.
"""

import numpy as np

FAMILIES = {
    "comparisons": [
        "x > 4", "x >= 4", "x < 4", "x <= 4", "x == 4", "x != 4",
        "4 < x", "4 >= x", "3 == x",
        "x > 0", "x >= 1", "x < -3", "x > 2.5", "x <= -0.5", "x == 1.5",
        "x > 1e300", "x < 0x10", "x >= 1e-3",
        ("x > inf", "x > np.inf"), ("x < inf", "x < np.inf"), ("x >= -inf", "x >= -np.inf"),
        ("x == nan", "x == np.nan"), ("x != nan", "x != np.nan"), ("x > pi", "x > np.pi"),
        "x == x", "x != x", "x < i", "x == i",
    ],
    "limits": [
        "x < 127", "x <= -128", "x == 255", "x > 256", "x > 300", "x < -300", "x == 65535",
        "x > 65536", "x >= 2147483647", "x == -2147483648", "x < 4294967295",
        "x == 9223372036854775807", "x < 9223372036854775807", "x >= 9223372036854775806",
        "x == 18446744073709551615", "x > 18446744073709551614", "x < 18446744073709551615",
        "x > -9223372036854775808", "x == 9007199254740993", "x > 9223372036854775808",
    ],
    "chaining": [
        ("0 < x <= 4", "(0 < x) & (x <= 4)"),
        ("-3 <= x < 3", "(-3 <= x) & (x < 3)"),
        ("4 > x > 0", "(4 > x) & (x > 0)"),
        ("0 < x < 2 < 3", "(0 < x) & (x < 2)"),
        ("1 < x == x", "(1 < x) & (x == x)"),
        ("10 <= i < 500", "(10 <= i) & (i < 500)"),
    ],
    "logic": [
        ("x > 1 and x < 5", "(x > 1) & (x < 5)"),
        ("x < 0 or x > 4", "(x < 0) | (x > 4)"),
        ("not x > 2", "~(x > 2)"),
        ("not (x > 1 and i < 300) or x == 0", "~((x > 1) & (i < 300)) | (x == 0)"),
        ("x > 1 && x < 5", "(x > 1) & (x < 5)"),
        ("x < 0 || x > 4", "(x < 0) | (x > 4)"),
        ("!(x > 2)", "~(x > 2)"),
        ("x > 3 or x > 1 and i > 100", "(x > 3) | ((x > 1) & (i > 100))"),
        ("x == 1 or x == 2 or x == 3", "(x == 1) | (x == 2) | (x == 3)"),
    ],
    "arithmetic": [
        "x + 1 > 4", "x - 1 < 2", "x * 2 > 7", "x / 2 > 1.25", "x / 3 < 1",
        "-x > 2", "+x > 2", "x + x > 6", "x * x < 10", "x - x == 0", "x / x == 1",
        "2 * x + 3 > 4", "(x + 1) * (x - 1) > 3", "x * 0.5 > 1", "1.5 - x > 0", "x * 100 > 50",
        "x + i > 100", "x - i < -100", "x * i > 5", "i / 2 > 100.25", "x + 0.1 > 0.3",
        "7 - 2 * 3 + x > 1", "x ** 2 > 9", "x ** 3 < -1", "2 ** x > 4", "x ** 0.5 > 1.2",
        "-x ** 2 < -4", "2 ** 3 ** 2 > x", "x + 127 > 0", "x * x * x > 20",
    ],
    "floor division": [
        "x // 2 == 1", "x // 3 > 1", "x // -3 == -1", "x % 2 == 0", "x % 3 == 1", "x % -3 == -1",
        "x // 0 == 0", "x % 0 == 0", "7 // x == 2", "7 % x == 1", "-7 // x == -2", "-7 % x == 1",
        "x // 0.5 > 3", "x % 1.5 > 0.7", "x % 1 == 0", "x // -1 < 0", "i % 7 == 3",
        "i // 100 == 2", "x // x == 1", "x % x == 0", "x // i > 0", "i % x == 1",
    ],
    "functions": [
        "abs(x) > 2", "sign(x) == -1", "sign(x) == 1", "abs(x) == x", "abs(x - 3) < 2",
        "sqrt(x) > 1.3", "exp(x) < 1.1", "log(x) > 0.8", "log2(x) >= 1", "log10(x) < 0.4",
        "floor(x) == 2", "ceil(x) == 2", "round(x) == 2", "round(x) == 0", "floor(x / 2) == 1",
        ("min(x, 3) == 3", "np.minimum(x, 3) == 3"), ("max(x, 2) > 2", "np.maximum(x, 2) > 2"),
        ("max(x, i) == x", "np.maximum(x, i) == x"), ("min(x, -x) < -2", "np.minimum(x, -x) < -2"),
        "isnan(x)", "isinf(x)", "isfinite(x)",
        ("not isnan(x) and x > 1", "~isnan(x) & (x > 1)"),
        ("isnan(sqrt(x))", "isnan(sqrt(x))"), ("isinf(1 / x)", "isinf(1 / x)"),
        "abs(i - 500) < 20", "sqrt(i) < 10",
    ],
    "in": [
        ("x in [1, 2, 3]", "np.isin(x, [1, 2, 3])"),
        ("x in [4]", "x == 4"),
        ("not x in [1, 2]", "~((x == 1) | (x == 2))"),
        ("x in [0.5, 1.5, 2.5]", "(x == 0.5) | (x == 1.5) | (x == 2.5)"),
        ("x in [-1, 100]", "(x == -1) | (x == 100)"),
        ("i in [0, 17, 999]", "np.isin(i, [0, 17, 999])"),
        ("x % 3 in [1, 2]", "(x % 3 == 1) | (x % 3 == 2)"),
        ("x in [inf, -inf]", "(x == np.inf) | (x == -np.inf)"),
        ("x in [nan]", "x == np.nan"),
        ("x in [18446744073709551615, 9223372036854775807]",
         "(x == 18446744073709551615) | (x == 9223372036854775807)"),
    ],
    "position": [
        "i < 10", "i >= 990", "i % 2 == 0", "i == 500", "i != 0", "i > 5e2", "i * i < 100",
        "x * 0 == i * 0",
    ],
    "truth": [
        ("x", "x"), ("not x", "~x"), ("x and i > 500", "x & (i > 500)"),
        ("x == (i > 500)", "x == (i > 500)"),
    ],
}

NAMES = {
    name: getattr(np, name)
    for name in "abs sign sqrt exp log log2 log10 floor ceil round isnan isinf isfinite".split()
}


def pair(entry):
    return (entry, entry) if isinstance(entry, str) else entry


def numpy_mask(expression, array):
    """The mask that NumPy gives, or None where NumPy refuses the expression."""
    names = {**NAMES, "np": np, "x": array, "i": np.arange(array.size, dtype=np.int64)}
    with np.errstate(all="ignore"):
        try:
            mask = eval(expression, names)
        except (TypeError, OverflowError, ValueError):
            return None
    if not isinstance(mask, np.ndarray):
        mask = np.full(array.shape, bool(mask))
    return mask if mask.dtype == bool else None
