#include "CPruneKernels.h"

#if defined(__x86_64__)

#include "lanes.h"

// Philox4x32-10 for sixteen blocks at once, as two vectors of eight lanes of 64 bits: the even
// blocks and the odd ones.
//
// A word lies in the lower half of its lane. What lies in the upper half is of no meaning: the
// multiplication does not look at it, and leaves low and high half of a product where the next
// round wants them but for one shift.

#define FACTOR0 0xd2511f53u
#define FACTOR1 0xcd9e8d57u
#define WEYL0 0x9e3779b9u
#define WEYL1 0xbb67ae85u
#define EVEN_AND_ODD 2

typedef struct {
  __m512i words[4][EVEN_AND_ODD];
} philox_lanes;

INLINE __m512i all_lanes(uint32_t word) { return _mm512_set1_epi32((int)word); }

INLINE __m512i xor_three(__m512i a, __m512i b, __m512i c) {
  return _mm512_ternarylogic_epi32(a, b, c, 0x96);
}

// Round `round` of 0 to 9, a constant where this is called.
INLINE void philox_round(uint64_t seed, uint32_t round, philox_lanes *lanes) {
  const __m512i factor0 = _mm512_set1_epi64(FACTOR0), factor1 = _mm512_set1_epi64(FACTOR1);
  const __m512i key0 = all_lanes((uint32_t)seed + round * WEYL0);
  const __m512i key1 = all_lanes((uint32_t)(seed >> 32) + round * WEYL1);
  for (int half = 0; half < EVEN_AND_ODD; half++) {
    __m512i product0 = _mm512_mul_epu32(lanes->words[0][half], factor0);
    __m512i product1 = _mm512_mul_epu32(lanes->words[2][half], factor1);
    lanes->words[0][half] =
      xor_three(_mm512_srli_epi64(product1, 32), lanes->words[1][half], key0);
    lanes->words[1][half] = product1;
    lanes->words[2][half] =
      xor_three(_mm512_srli_epi64(product0, 32), lanes->words[3][half], key1);
    lanes->words[3][half] = product0;
  }
}

// Blocks `block` to `block` + 15, a multiple of 16, so that no lane carries into the second word.
//
// With the third and the fourth word of the counter zero, half of the first round is zero, and of
// the second round the same in all lanes: they take scalars, and one product.
INLINE philox_lanes philox_blocks(uint64_t seed, uint64_t block) {
  const __m512i factor1 = _mm512_set1_epi64(FACTOR1);
  const uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
  const uint64_t same = (uint64_t)((uint32_t)(block >> 32) ^ key0) * FACTOR0;
  const __m512i first = _mm512_set1_epi64((long long)((uint64_t)(uint32_t)block * FACTOR0));
  const __m512i steps = _mm512_mul_epu32(
    _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), _mm512_set1_epi64(FACTOR0));
  philox_lanes lanes;
  for (int half = 0; half < EVEN_AND_ODD; half++) {
    __m512i product0 =
      _mm512_add_epi64(_mm512_add_epi64(first, steps), _mm512_set1_epi64(half * (int64_t)FACTOR0));
    __m512i third = _mm512_xor_si512(_mm512_srli_epi64(product0, 32), all_lanes(key1));
    __m512i product1 = _mm512_mul_epu32(third, factor1);
    lanes.words[0][half] =
      _mm512_xor_si512(_mm512_srli_epi64(product1, 32), all_lanes(key0 + WEYL0));
    lanes.words[1][half] = product1;
    lanes.words[2][half] =
      _mm512_xor_si512(product0, all_lanes((uint32_t)(same >> 32) ^ (key1 + WEYL1)));
    lanes.words[3][half] = all_lanes((uint32_t)same);
  }
  return lanes;
}

// Bit j of mask k becomes bit 4 j + k: from words of blocks to numbers in order.
INLINE uint64_t interleave(const __mmask16 masks[4]) {
  return _pdep_u64(masks[0], 0x1111111111111111) | _pdep_u64(masks[1], 0x2222222222222222) |
         _pdep_u64(masks[2], 0x4444444444444444) | _pdep_u64(masks[3], 0x8888888888888888);
}

// The masks of one group; returns a mask that is zero where no number is between.
INLINE __mmask16 split_lanes(
  const philox_lanes *lanes, __m512i lowest, __m512i highest, __mmask16 below[4],
  __mmask16 open[4]) {
  __mmask16 any = 0;
  for (int k = 0; k < 4; k++) {
    // Odd blocks go to the upper halves, beside the even ones.
    __m512i words = _mm512_mask_shuffle_epi32(
      lanes->words[k][0], 0xaaaa, lanes->words[k][1], _MM_PERM_CCAA);
    below[k] = _mm512_cmplt_epu32_mask(words, lowest);
    open[k] = _mm512_cmple_epu32_mask(words, highest) & (__mmask16)~below[k];
    any |= open[k];
  }
  return any;
}

INLINE int64_t *list(uint64_t group, const __mmask16 open[4], int64_t *next) {
  for (uint64_t found = interleave(open); found != 0; found &= found - 1) {
    *next++ = (int64_t)((group << 6) + (uint64_t)__builtin_ctzll(found));
  }
  return next;
}

// Two groups a step: the rounds of one wait for each other, those of two fill the gaps.
AVX512 size_t prune_avx512_philox_split(
  uint64_t seed, uint64_t group, size_t groups, uint32_t lower, uint32_t last, uint64_t *below,
  int64_t *between) {
  const __m512i lowest = all_lanes(lower), highest = all_lanes(last);
  __mmask16 sure[4], open[4];
  int64_t *next = between;
  size_t index = 0;
  for (; index + 2 <= groups; index += 2) {
    philox_lanes one = philox_blocks(seed, (group + index) << 4);
    philox_lanes two = philox_blocks(seed, (group + index + 1) << 4);
#pragma clang loop unroll(full)
    for (uint32_t round = 2; round < 10; round++) {
      philox_round(seed, round, &one);
      philox_round(seed, round, &two);
    }
    __mmask16 any = split_lanes(&one, lowest, highest, sure, open);
    below[index] = interleave(sure);
    if (__builtin_expect(any != 0, 0)) next = list(group + index, open, next);
    any = split_lanes(&two, lowest, highest, sure, open);
    below[index + 1] = interleave(sure);
    if (__builtin_expect(any != 0, 0)) next = list(group + index + 1, open, next);
  }
  if (index < groups) {
    philox_lanes one = philox_blocks(seed, (group + index) << 4);
    for (uint32_t round = 2; round < 10; round++) philox_round(seed, round, &one);
    __mmask16 any = split_lanes(&one, lowest, highest, sure, open);
    below[index] = interleave(sure);
    if (any != 0) next = list(group + index, open, next);
  }
  return (size_t)(next - between);
}

#endif
