"""Samples by random keys, computed without the program: Philox4x32-10 in NumPy.

Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
"""

from fractions import Fraction

import numpy as np

MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


def philox4x32(counter, key):
    """The four words of each block; `counter` is four arrays of words, `key` two numbers."""
    c0, c1, c2, c3 = (np.asarray(word, dtype=np.uint64) for word in counter)
    for turn in range(ROUNDS):
        k0, k1 = (np.uint64((word + turn * step) % 2**32) for word, step in zip(key, WEYL))
        p0, p1 = c0 * MULTIPLIERS[0], c2 * MULTIPLIERS[1]
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & LOW, (p0 >> HALF) ^ c3 ^ k1, p0 & LOW
    return c0, c1, c2, c3


def random_keys(count, seed):
    """The key of 64 bits of each of the numbers 0 to `count` - 1.

    Its upper 8 bits, highest first, are bit n mod 32 of the words 0 to 3 of the block with counter
    n / 32 and third word 0, then 1; the other 56 the upper ones of words 2 (n mod 2) and the next
    of the block with counter n / 2 and third word 2.
    """
    key = seed % 2**32, seed >> 32
    numbers = np.arange(count, dtype=np.uint64)

    def words(shared, stream):
        blocks = np.arange((count + shared - 1) // shared, dtype=np.uint64)
        fixed = np.full_like(blocks, stream), np.zeros_like(blocks)
        found = philox4x32((blocks & LOW, blocks >> HALF, *fixed), key)
        return [np.repeat(word, shared)[:count] for word in found]

    digits = np.zeros(count, dtype=np.uint64)
    for plane in words(32, 0) + words(32, 1):
        digits = digits << np.uint64(1) | plane >> numbers % np.uint64(32) & np.uint64(1)
    first, second, third, fourth = words(2, 2)
    odd = numbers % np.uint64(2) == 1
    rest = np.where(odd, third, first) << HALF | np.where(odd, fourth, second)
    return digits << np.uint64(56) | rest >> np.uint64(8)


def records_of(count, amount):
    """How many of `count` records an amount like `1000` or `0.1%` is."""
    text = str(amount)
    if text.endswith("%"):
        return -int(-(count * Fraction(text[:-1]) / 100) // 1)
    return min(int(text), count)


def sample_positions(count, amount, seed):
    """Where the sample of `count` records lies: the smallest keys, in order of position."""
    order = np.argsort(random_keys(count, seed), kind="stable")
    return np.sort(order[: records_of(count, amount)])


def self_test():
    """The published answers: Random123, tests/kat_vectors."""
    every = 2**32 - 1
    pi = [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0]
    for (counter, key), answer in [
        (([0] * 4, [0] * 2), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        (([every] * 4, [every] * 2), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (pi, "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ]:
        words = philox4x32([[word] for word in counter], key)
        found = " ".join(f"{int(word[0]):08x}" for word in words)
        assert found == answer, f"{found}, expected {answer}"


if __name__ == "__main__":
    self_test()
    print("the published answers")
