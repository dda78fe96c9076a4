#!/usr/bin/env python3
"""Writes NumPyCases.swift: expressions, element types, and the masks that NumPy gives.

Run it with NumPy 2.4 (the version is recorded in the output):

    python3 make-numpy-cases.py > NumPyCases.swift

Every expression meets every element type, on values that hold the type's special cases. A
case that NumPy refuses is stored as `refused`. Thresholds of exp, log and general powers lie
away from any value, because their last bit depends on the mathematics library.
"""

import numpy as np

TYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()

# Ours, or ours and NumPy's where the two languages differ.
EXPRESSIONS = [
    "x > 4", "x <= -1", "2.5 > x", "x == 0.1", "x != nan", "x >= inf", "x < pi", "x > 127",
    "x < 300", "x >= 65536", "x == 9223372036854775807", "x > 18446744073709551614",
    "x < 9007199254740993", "x > 9007199254740992.0", "x == 1.8446744073709552e19", "x > 65519",
    "x == 16777217", "x > 1e39", "x < i", "x == i - 40",
    ("0 < x <= 4", "(0 < x) & (x <= 4)"),
    ("not (x > 1 or x == -2)", "~((x > 1) | (x == -2))"),
    ("x in [1, 2.5, 3, nan]", "(x == 1) | (x == 2.5) | (x == 3)"),
    ("x not in [0, 1]", "~((x == 0) | (x == 1))"),
    "x + 1 > 4", "x - 1 < 2", "x * 2 == 6", "x * 100 > 50", "x + 127 > 0", "x - x == 0",
    "x * x * x > 20", "x / 3 > 1", "x / 0 > 0", "x / 300 < 0.01", "x * 0.1 > 0.3",
    "x + 0.1 == 0.1", "-x > 2", "+x == 3", "x + True > 3", "x * i > 5", "x - i < -100.5",
    "x / i >= 0.5", "x // 2 == 1", "x // -3 == -1", "x % 3 == 1", "x % -3 == -1", "x // 0 == 0",
    "x % 0 == 0", "7 // x == 2", "-7 % x == 1", "x // 0.5 > 3", "x % 1.5 > 0.7", "x // x == 1",
    "x % inf == x", "x ** 2 > 9", "x ** 3 < -1", "x ** 2.0 > 9", "x ** 0.5 > 1.2", "x ** -1 > 0.3",
    "x ** -1.0 > 0.3", "x ** 0 == 1", "x ** 7 == 1", "-2 ** 2 < x", "x ** 2.5 > 5.1",
    "abs(x) > 2", "abs(x) < 0", "sign(x) == -1", "sqrt(x) > 1.3", "sqrt(x) ** 2 == x",
    "exp(x) > 1.55", "log(x) > 0.83", "log2(x) < -20.3", "log10(x) > 1.77", "floor(x) == 2",
    "ceil(x) == -1", "round(x) == 2", "1 / round(x) == -inf", "round(x) / 3 > 0.4",
    ("min(x, 3) == 3", "np.minimum(x, 3) == 3"), ("max(x, 2.5) > 2.5", "np.maximum(x, 2.5) > 2.5"),
    ("min(x, 100, i) < 9", "np.minimum(np.minimum(x, 100), i) < 9"),
    "isnan(x)", "isinf(x * 2)", "isfinite(1 / x)", "isnan(sqrt(x))", "x > sqrt(2)",
    "x * floor(2.5) > 4", "i * 18446744073709551615 > x", "x + 18446744073709551615 > x",
    "x", ("x and i > 3", "x & (i > 3)"), "(x > 1) == (x < 3)", "(x > 1) + (x > 2) > 0",
]


def values(name):
    dtype = np.dtype(name)
    if dtype.kind == "b":
        return np.array([True, False, False, True])
    small = [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 37]
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        edges = [info.min, info.min + 1, info.max // 2, info.max // 2 + 1, info.max - 1, info.max]
        signed = [-1, -2, -3, -4, -7] if dtype.kind == "i" else [100]
        wide = [2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1] if dtype.itemsize == 8 else []
        return np.array(small + signed + edges + wide, dtype=dtype)
    info = np.finfo(dtype)
    edges = [
        np.nan, np.inf, -np.inf, -0.0, info.max, -info.max, info.tiny, info.smallest_subnormal,
        -info.smallest_subnormal, info.eps, 1 + info.eps, 1 - info.eps / 2,
    ]
    parts = [0.1, 0.3, 0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -1, -2, -2.5, -3, -7, 1 / 3, 1024.5]
    return np.array(small + edges + parts, dtype=dtype)


NAMES = {
    name: getattr(np, name)
    for name in "abs sign sqrt exp log log2 log10 floor ceil round isnan isinf isfinite".split()
}
NAMES |= {"np": np, "inf": np.inf, "nan": np.nan, "pi": np.pi}


def answer(expression, array):
    names = {**NAMES, "x": array, "i": np.arange(array.size, dtype=np.int64)}
    with np.errstate(all="ignore"):
        try:
            mask = eval(expression, names)
        except (TypeError, OverflowError, ValueError):
            return "refused"
    if not isinstance(mask, np.ndarray):
        mask = np.full(array.shape, bool(mask))
    if mask.dtype != bool:
        return "refused"
    return "".join("1" if value else "0" for value in mask)


def bits(array):
    unsigned = array.view(f"u{array.dtype.itemsize}")
    width = array.dtype.itemsize * 2
    return " ".join(f"{int(value):0{width}x}" for value in unsigned)


def main():
    print(f"// Made by make-numpy-cases.py with NumPy {np.__version__}; not edited by hand.\n")
    print("enum NumPyCases {")
    print("  /// An element type and the bits of its values, one type a line.")
    print('  static let values = """')
    for name in TYPES:
        print(f"    {name} {bits(values(name))}")
    print('    """\n')
    print("  /// An expression, then a type and its mask, or `refused`, on each line.")
    print('  static let masks = """')
    for entry in EXPRESSIONS:
        ours, theirs = entry if isinstance(entry, tuple) else (entry, entry)
        print(f"    {ours}")
        for name in TYPES:
            print(f"      {name} {answer(theirs, values(name))}")
    print('    """')
    print("}")


if __name__ == "__main__":
    main()
