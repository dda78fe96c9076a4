#!/usr/bin/env python3
"""Writes NumPyRowCases.swift: what NumPy makes of rows and of structured records.

Run it with NumPy 2.4 (the version is recorded in the output):

    python3 make-numpy-row-cases.py > NumPyRowCases.swift

Rows are made from a generator that the Swift test has too, so only answers are stored.
"""

import numpy as np

TYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()
LENGTHS = [0, 1, 2, 7, 8, 9, 127, 128, 129, 1000, 9000]
RECORDS = 3
MASK = 2**64 - 1


def mixed(count, seed):
    """SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195)."""
    state, numbers = seed, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        numbers.append(z ^ (z >> 31))
    return np.array(numbers, dtype=np.uint64)


def values(name, count, seed):
    bits = mixed(count, seed)
    if name == "bool":
        return bits % 4 == 0
    dtype = np.dtype(name)
    if dtype.kind in "iu":
        return bits.astype(dtype)
    # Multiples of 2^-20 in float64, 2^-8 in float32 and float16, up to 2^11 and 2^3.
    if name == "float64":
        return ((bits >> np.uint64(32)).astype(np.float64) - 2.0**31) / 2**20
    if name == "float32":
        return (((bits >> np.uint64(40)).astype(np.float64) - 2.0**23) / 2**12).astype(dtype)
    return (((bits >> np.uint64(53)).astype(np.float64) - 2.0**10) / 2**8).astype(dtype)


def shown(array):
    array = np.ascontiguousarray(array)
    width = array.dtype.itemsize * 2
    return " ".join(f"{int(v):0{width}x}" for v in array.view(f"u{array.dtype.itemsize}"))


REDUCTIONS = {
    "sum(x)": lambda a: a.sum(axis=1),
    "mean(x)": lambda a: a.mean(axis=1),
    "norm(x)": lambda a: np.linalg.norm(a, axis=1),
    "max(x)": lambda a: a.max(axis=1),
    "min(x)": lambda a: a.min(axis=1),
    "any(x > 1)": lambda a: (a > 1).any(axis=1),
    "all(x < 100)": lambda a: (a < 100).all(axis=1),
    "sum(x > 1)": lambda a: (a > 1).sum(axis=1),
    "mean(x * 0.5)": lambda a: (a * 0.5).mean(axis=1),
}

DTYPE = np.dtype([
    ("t", ">i8"), ("v", "<f4"), ("ok", "?"), ("p", ">f8", (3,)), ("h", ">f2"), ("q", "<f2", (2,)),
    ("m", "<i2", (2, 3)), ("c", "u1"), ("u", ">u4"), ("my field", "<f8"), ("r", "<f8", (3,)),
    ("b", ">u2", (2,)), ("max", "<i4"), ("i8", "i1"), ("w", "<u8"),
])
STRUCTURED = [
    "t", "v", "ok", "h", "c", "u", "i8", "w", ("`my field`", 'a["my field"]'),
    ("`max` + 1", 'a["max"] + 1'), "t * v", "u + i8", ("h + q[0]", "h + q[:, 0]"),
    ("p[0]", "p[:, 0]"), ("p[-1]", "p[:, -1]"), ("m[1, -2]", "m[:, 1, -2]"), ("q[1]", "q[:, 1]"),
    ("b[1]", "b[:, 1]"),
    ("sum(p)", "p.sum(axis=1)"), ("mean(m)", "m.mean(axis=(1, 2))"),
    ("sum(m[1])", "m[:, 1].sum(axis=1)"), ("max(m[0]) - min(m[1])", "m[:, 0].max(axis=1) - m[:, 1].min(axis=1)"),
    ("norm(p - r)", "np.linalg.norm(p - r, axis=1)"), ("norm(q)", "np.linalg.norm(q, axis=1)"),
    ("mean(q)", "q.mean(axis=1)"), ("sum(p * v)", "(p * v[:, None]).sum(axis=1)"),
    ("max(min(p, v))", "np.minimum(p, v[:, None]).max(axis=1)"),
    ("any(p > r)", "(p > r).any(axis=1)"), ("all(ok or p > 0)", "(ok[:, None] | (p > 0)).all(axis=1)"),
    ("any(p in [1, v, 2.5])", "((p == 1) | (p == v[:, None]) | (p == 2.5)).any(axis=1)"),
    ("any(-1 < p <= r < 2)", "((-1 < p) & (p <= r) & (r < 2)).any(axis=1)"),
    ("sum(m > i)", "(m > i[:, None, None]).sum(axis=(1, 2))"),
    ("sum(p / i)", "(p / i[:, None]).sum(axis=1)"),
    ("v > 0 and t > 0 or not ok", "(v > 0) & (t > 0) | ~ok"),
    ("sum(b) * u", "b.sum(axis=1) * u"), ("sum(m == m)", "(m == m).sum(axis=(1, 2))"),
    ("mean(m == m)", "(m == m).mean(axis=(1, 2))"),
    ("max(p) - min(p) > 3", "p.max(axis=1) - p.min(axis=1) > 3"),
    ("sum(p ** 2) + sum(r ** 0.0)", "(p ** 2).sum(axis=1) + (r ** 0.0).sum(axis=1)"),
    ("sum(isfinite(m))", "np.isfinite(m).sum(axis=(1, 2))"), ("sum(abs(m // 3))", "abs(m // 3).sum(axis=(1, 2))"),
    ("any(m in [])", "np.zeros(len(a), bool)"), ("all(m not in [])", "np.ones(len(a), bool)"),
    ("max(q)", "q.max(axis=1)"), ("min(b)", "b.min(axis=1)"), ("sum(i < m and ok)", "((i[:, None, None] < m) & ok[:, None, None]).sum(axis=(1, 2))"),
]


def structured(count):
    a = np.zeros(count, DTYPE)
    for number, name in enumerate(DTYPE.names):
        base = DTYPE[name].base
        n = int(np.prod(DTYPE[name].shape))
        kind = base.newbyteorder("=").name
        a[name] = values(kind, count * n, 100 + number).reshape((count,) + DTYPE[name].shape)
    a["p"][2, 1] = np.nan
    a["v"][3] = np.nan
    a["q"][1] = [np.inf, -1]
    a["r"][4] = a["p"][4]
    return a


def main():
    print(f"// Made by make-numpy-row-cases.py with NumPy {np.__version__}; not edited by hand.\n")
    print("enum NumPyRowCases {")
    print("  /// Element type, row length, then an expression, the answer's type and the bits of the")
    print("  /// answers for three rows, on each line.")
    print('  static let rows = """')
    for name in TYPES:
        for length in LENGTHS:
            a = values(name, RECORDS * length, length + 1).reshape(RECORDS, length)
            if name.startswith("float") and length >= 7:
                a[2, length // 2] = np.nan
            print(f"    {name} {length}")
            for text, reduce in REDUCTIONS.items():
                if length == 0 and text in ("max(x)", "min(x)"):
                    continue
                with np.errstate(all="ignore"):
                    answer = reduce(a)
                print(f"      {text}: {answer.dtype.name} {shown(answer)}")
    print('    """\n')
    a = structured(6)
    print("  /// Packed records of mixed byte order, their bytes one record a line.")
    print('  static let records = """')
    for record in a:
        print(f"    {record.tobytes().hex()}")
    print('    """\n')
    print("  /// An expression over these records, the answer's type and bits.")
    print('  static let structured = """')
    names = {n: a[n].astype(a[n].dtype.newbyteorder("=")) for n in DTYPE.names if n.isidentifier() and n != "max"}
    names |= {"a": a, "np": np, "i": np.arange(len(a), dtype=np.int64) + 5, "abs": np.abs}
    for entry in STRUCTURED:
        ours, theirs = entry if isinstance(entry, tuple) else (entry, entry)
        with np.errstate(all="ignore"):
            answer = eval(theirs, names)
        answer = answer.astype(answer.dtype.newbyteorder("="))
        print(f"    {ours}: {answer.dtype.name} {shown(answer)}")
    print('    """')
    print("}")


if __name__ == "__main__":
    main()
