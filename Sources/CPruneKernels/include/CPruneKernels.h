// Kernels in AVX-512 for which Swift has no intrinsics. Each has a reference in Swift with the
// same answer; only the target PruneKernels calls these, after it has asked the processor.
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

#if defined(__x86_64__)

// Whether the processor and the system run AVX-512 F, BW, DQ, VL and VBMI2.
bool prune_cpu_has_avx512(void);

// Copies the elements in range to `kept`, in order; returns how many.
size_t prune_avx512_compact_range(prune_range range, const void *values, size_t count, void *kept);

// Writes 1 for the elements in range, 0 for the others.
void prune_avx512_mask_range(prune_range range, const void *values, size_t count, uint8_t *mask);

// How many elements are in range.
size_t prune_avx512_count_range(prune_range range, const void *values, size_t count);

// Copies the elements of `width` bytes (1, 2, 4 or 8) whose mask byte is nonzero, or is zero if
// not `keeping`; returns how many.
size_t prune_avx512_compact_mask(
  int32_t width, const void *values, const uint8_t *mask, size_t count, bool keeping, void *kept);

// Writes first + i for each mask byte i that is nonzero, or is zero if not `keeping`; returns
// how many.
size_t prune_avx512_compact_positions(
  const uint8_t *mask, size_t count, int64_t first, bool keeping, int64_t *positions);

#endif
#endif
