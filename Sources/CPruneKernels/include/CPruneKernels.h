// Kernels in AVX-512 and SSE2 for which Swift has no intrinsics. Each has a reference in Swift with
// the same answer, those for text in the tests; only the target PruneKernels calls these, after it has asked the processor.
//
// Nothing past `count` elements of an output is written. Pointers need only the alignment of
// their elements.

#ifndef PRUNE_MPI_CPRUNEKERNELS_H
#define PRUNE_MPI_CPRUNEKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How the bits of an element are ordered.
enum {
  PRUNE_LANE_INT8 = 0,
  PRUNE_LANE_INT16 = 1,
  PRUNE_LANE_INT32 = 2,
  PRUNE_LANE_INT64 = 3,
  PRUNE_LANE_HALF = 4,
  PRUNE_LANE_FLOAT = 5,
  PRUNE_LANE_DOUBLE = 6,
};

// Which elements are in: lower <= v <= upper, or the others if `complement`. A NaN is never
// between the bounds.
//
// Bounds of integers are their bits, of either sign: the test is v - lower <= upper - lower in
// unsigned arithmetic. Bounds of a half are the order-preserving 16-bit integers of HALF lanes:
// the magnitude's bits, negated where the sign is set.
typedef struct {
  int32_t lane;
  bool magnitude;
  bool complement;
  uint64_t lower;
  uint64_t upper;
} prune_range;

// The samples behind the start of an open line, as differences from it: `capacity` pairs of a time
// and a value, of which the first `count` are there.
typedef struct {
  double *memory;
  int32_t count;
  int32_t capacity;
} prune_line;

// How a series stands in the swing filter; times and values are int64 or double.
typedef struct {
  uint64_t pivot_time, pivot_value;
  double bound[2], bound_run[2];
  uint64_t previous_time, previous_value;
} prune_swing_state;

// States of series, and for each eight of them whether these lie as eight fields of eight series
// instead. There is memory for a multiple of eight.
typedef struct {
  prune_swing_state *rows;
  uint8_t *turned;
} prune_swing_states;

typedef struct {
  double width;
  double gap;
  bool integer_times;
  bool integer_values;
} prune_swing;

// Finds the separators of delimited text (RFC 4180): `delimiter` and line feeds outside quotes.
// Writes `base` plus the place of each to `places`, which has room for `count`; returns how many,
// and in `lines` how many of them are line feeds.
// `state` is 0 where a record starts; it is changed to continue behind these bytes, and is then
// 2 inside quotes. `used` is `count`, or where the first byte stands that may not stand there: a
// quote inside a field without quotes (`state` is then 1), or anything behind a closing one (3
// or 4).
size_t prune_text_separators(
  const uint8_t *text, size_t count, uint8_t delimiter, uint32_t base, int32_t *state,
  uint32_t *places, size_t *lines, size_t *used);

// Whether the first `lines` records have `fields` fields each, the last of which ends with a line
// feed or at `count`; then writes where each starts.
bool prune_text_even(
  const uint8_t *text, size_t count, const uint32_t *places, size_t fields, size_t lines,
  uint32_t *starts);

// One field of records: where each starts, and what `prune_text_separators` has found, `fields`
// places for each.
typedef struct {
  const uint8_t *text;
  const uint32_t *starts;
  const uint32_t *places;
  size_t fields;
  size_t column;
} prune_text_field;

// Reads the field of the records from `first` to `count`, exactly, to the same places in `values`;
// returns the first whose field is no number that is read here, or `count`. `longest` grows to the
// bytes of the longest field that was read.
//
// Decimals: digits with an optional sign and point, fewer than 20, which make a number of at most
// 2^53 without the point. Integers: the same without a point, that fit into 64 bits; not -0.
size_t prune_text_decimals(
  prune_text_field field, size_t first, size_t count, double *values, uint32_t *longest);
size_t prune_text_integers(
  prune_text_field field, size_t first, size_t count, int64_t *values, uint32_t *longest);

// How many of these bytes are `byte`.
size_t prune_text_count(const uint8_t *text, size_t count, uint8_t byte);

#if defined(__x86_64__)

// As those without the suffix; integers of at most 16 bytes.
size_t prune_text_separators_avx512(
  const uint8_t *text, size_t count, uint8_t delimiter, uint32_t base, int32_t *state,
  uint32_t *places, size_t *lines, size_t *used);
size_t prune_text_decimals_avx512(
  prune_text_field field, size_t first, size_t count, double *values, uint32_t *longest);
size_t prune_text_integers_avx512(
  prune_text_field field, size_t first, size_t count, int64_t *values, uint32_t *longest);

// Whether the processor and the system run AVX-512 F, BW, CD, DQ, VL and VBMI2.
bool prune_cpu_has_avx512(void);

// Copies the elements in range to `kept`, in order; returns how many.
size_t prune_avx512_compact_range(prune_range range, const void *values, size_t count, void *kept);

// Writes 1 for the elements in range, 0 for the others.
void prune_avx512_mask_range(prune_range range, const void *values, size_t count, uint8_t *mask);

// How many elements are in range.
size_t prune_avx512_count_range(prune_range range, const void *values, size_t count);

// Copies the elements in range to `kept`, in order; returns how many. Adds to `below` how many
// are in least ... lower without `lower`, and to `unordered` how many are NaN. `least` has the
// form of a bound; the range is that of 4 or 8 byte lanes, has no complement and no magnitude.
size_t prune_avx512_split_range(
  prune_range range, uint64_t least, const void *values, size_t count, void *kept,
  size_t *below, size_t *unordered);

// Copies the elements of `width` bytes (1, 2, 4 or 8) whose mask byte is nonzero, or is zero if
// not `keeping`; returns how many.
size_t prune_avx512_compact_mask(
  int32_t width, const void *values, const uint8_t *mask, size_t count, bool keeping, void *kept);

// Writes first + i for each mask byte i that is nonzero, or is zero if not `keeping`; returns
// how many.
size_t prune_avx512_compact_positions(
  const uint8_t *mask, size_t count, int64_t first, bool keeping, int64_t *positions);

// Writes bits first ..< first + count of `words`, the lowest of a word first, as bytes 0 and 1.
void prune_avx512_expand_bits(
  const uint64_t *words, size_t first, size_t count, uint8_t *mask);

// The inverse: bits first ..< first + count of `words` become 1 where the mask byte is nonzero, 0
// elsewhere; no other bit is changed.
void prune_avx512_pack_bits(const uint8_t *mask, size_t count, uint64_t *words, size_t first);

// How many bits of `count` words are 1.
size_t prune_avx512_count_bits(const uint64_t *words, size_t count);

// Writes `base` + i for each bit i of bits first ..< first + count that is 1, in order; returns how
// many. `places` has room for as many.
size_t prune_avx512_list_bits(
  const uint64_t *words, size_t first, size_t count, int64_t base, int64_t *places);

// The first digits, of 8 bits, of the random keys of numbers 64 * group ..< 64 * (group + groups):
// bit 7 - k of number n's is bit n mod 32 of word k mod 4 of the Philox4x32-10 block with counter
// (n / 32, k / 4) of 64 and 64 bits and key `seed`. For each group one word of `below` gets a bit
// for each number whose digit is less than `lower`, one of `open` for `lower` to `last`.
void prune_avx512_philox_digits(
  uint64_t seed, uint64_t group, size_t groups, uint8_t lower, uint8_t last, uint64_t *below,
  uint64_t *open);

// The whole keys of any numbers: behind the digit the first 56 bits of words 2 (n mod 2) and the
// next one, of the block with counter (n / 2, 2).
void prune_avx512_philox_keys(
  uint64_t seed, const int64_t *numbers, size_t count, uint64_t *keys);

// Takes samples first ..< first + count through the swing filter, up to eight of different series
// at once, as long as that is possible and nothing is close; returns how many. `series` has the index
// of each one's state and line, and of the number of its last sample. Numbers of samples that are kept are appended to `kept`, which has
// room for `count`; lines that end are compared, and `largest` raised to the largest error.
size_t prune_avx512_swing(
  prune_swing rule, const void *times, const void *values, const int32_t *series, size_t count,
  int64_t first, prune_swing_states states, long *previous, prune_line *lines, double *largest,
  int64_t *kept, size_t *kept_count);

#endif
#endif
