"""Arrays with the values at which predicates go wrong: extremes, neighbours, ties, NaN."""

import numpy as np

INTEGERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
FLOATS = ["f2", "f4", "f8"]
TYPES = ["b1", *INTEGERS, *FLOATS]

SEED = 20261123


def ordered(code, byte_order):
    """The dtype `code` in byte order `<` or `>`; single bytes have none."""
    return np.dtype(code if np.dtype(code).itemsize == 1 else byte_order + code)


def sample(code, count, *, byte_order="<", seed=SEED):
    """`count` values of type `code`, special ones first, shuffled; the same for a seed."""
    dtype = np.dtype(code)
    generator = np.random.default_rng(seed)
    if dtype.kind == "b":
        values = generator.integers(0, 2, count).astype(dtype)
    elif dtype.kind in "iu":
        values = integers(dtype, count, generator)
    else:
        values = floats(dtype, count, generator)
    return values.astype(ordered(code, byte_order))


def integers(dtype, count, generator):
    limits = np.iinfo(dtype)
    special = [limits.min, limits.min + 1, limits.max - 1, limits.max, 0, 1, 2, 3, 4, 5, 7, 100]
    special += [-1, -2, -3, -4, -7] if limits.min < 0 else []
    wide = generator.integers(limits.min, limits.max, count // 2, dtype=dtype, endpoint=True)
    low = -10 if limits.min < 0 else 0
    narrow = generator.integers(low, 11, count - count // 2).astype(dtype)
    return mixed(np.array(special, dtype=dtype), np.concatenate([wide, narrow]), generator)


def floats(dtype, count, generator):
    limits = np.finfo(dtype)
    four = dtype.type(4)
    special = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 1, 2, 3, 4, -4, np.pi, 100]
    special += [np.inf, -np.inf, np.nan, -np.nan, limits.max, limits.min, limits.tiny]
    special += [limits.smallest_subnormal, -limits.smallest_subnormal, limits.eps]
    special += [np.nextafter(four, dtype.type(5)), np.nextafter(four, dtype.type(3))]
    body = generator.normal(0, 5, count)
    body[::7] = np.round(body[::7])
    body[::53] = np.nan
    return mixed(np.array(special, dtype=dtype), body.astype(dtype), generator)


def mixed(special, body, generator):
    count = min(len(special), len(body))
    body[:count] = special[:count]
    generator.shuffle(body)
    return body


def clustered(count, *, code="f8", seed=SEED):
    """Values above 4 only in one tenth of the array, so that few ranks find survivors."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(0, 4, count)
    first = count // 2
    values[first : first + count // 10] += 5
    return values.astype(code)
