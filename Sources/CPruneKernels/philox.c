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

// Blocks with first and second word `block` to `block` + 15, a multiple of 16, so that no lane
// carries into the second word, third word `stream`, and fourth word zero: two rounds done.
//
// Half of the first round is the same in all lanes, and of the second round a half of it again:
// they take scalars, and one product.
INLINE philox_lanes philox_blocks(uint64_t seed, uint64_t block, uint32_t stream) {
  const __m512i factor1 = _mm512_set1_epi64(FACTOR1);
  const uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
  const uint64_t streams = (uint64_t)stream * FACTOR1;
  const uint32_t word0 = (uint32_t)(streams >> 32) ^ (uint32_t)(block >> 32) ^ key0;
  const uint64_t same = (uint64_t)word0 * FACTOR0;
  const __m512i first = _mm512_set1_epi64((long long)((uint64_t)(uint32_t)block * FACTOR0));
  const __m512i steps = _mm512_mul_epu32(
    _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), _mm512_set1_epi64(FACTOR0));
  philox_lanes lanes;
  for (int half = 0; half < EVEN_AND_ODD; half++) {
    __m512i product0 =
      _mm512_add_epi64(_mm512_add_epi64(first, steps), _mm512_set1_epi64(half * (int64_t)FACTOR0));
    __m512i third = _mm512_xor_si512(_mm512_srli_epi64(product0, 32), all_lanes(key1));
    __m512i product1 = _mm512_mul_epu32(third, factor1);
    lanes.words[0][half] = xor_three(
      _mm512_srli_epi64(product1, 32), all_lanes((uint32_t)streams), all_lanes(key0 + WEYL0));
    lanes.words[1][half] = product1;
    lanes.words[2][half] =
      _mm512_xor_si512(product0, all_lanes((uint32_t)(same >> 32) ^ (key1 + WEYL1)));
    lanes.words[3][half] = all_lanes((uint32_t)same);
  }
  return lanes;
}

// Which digits are less than a bound, and which are equal to it, as far as the planes came.
typedef struct {
  __m512i less, equal;
} against_bound;

// The next plane of digits, against all ones where the bound's bit is one, else zeros.
INLINE void next_plane(__m512i plane, __m512i bit, against_bound *state) {
  // equal & ~plane & bit, beside what was less already.
  __m512i fewer = _mm512_ternarylogic_epi64(state->equal, plane, bit, 0x20);
  state->less = _mm512_or_si512(state->less, fewer);
  state->equal = _mm512_ternarylogic_epi64(state->equal, plane, bit, 0x90);
}

// Word k of blocks 0 to 15 in order.
INLINE __m512i in_order(const philox_lanes *lanes, int k) {
  return _mm512_mask_shuffle_epi32(
    lanes->words[k][0], 0xaaaa, lanes->words[k][1], _MM_PERM_CCAA);
}

AVX512 void prune_avx512_philox_digits(
  uint64_t seed, uint64_t group, size_t groups, uint8_t lower, uint8_t last, uint64_t *below,
  uint64_t *open) {
  for (size_t done = 0; done < groups;) {
    const size_t skipped = (group + done) & 7;
    const uint64_t block = (group + done - skipped) << 1;
    // The rounds of one wait for each other, those of two fill the gaps.
    philox_lanes upper = philox_blocks(seed, block, 0), rest = philox_blocks(seed, block, 1);
#pragma clang loop unroll(full)
    for (uint32_t round = 2; round < 10; round++) {
      philox_round(seed, round, &upper);
      philox_round(seed, round, &rest);
    }
    against_bound low = {_mm512_setzero_si512(), _mm512_set1_epi64(-1)}, high = low;
#pragma clang loop unroll(full)
    for (int k = 0; k < 8; k++) {
      __m512i plane = k < 4 ? in_order(&upper, k) : in_order(&rest, k - 4);
      next_plane(plane, _mm512_set1_epi64(-(long long)(lower >> (7 - k) & 1)), &low);
      next_plane(plane, _mm512_set1_epi64(-(long long)(last >> (7 - k) & 1)), &high);
    }
    __m512i within = _mm512_andnot_si512(low.less, _mm512_or_si512(high.less, high.equal));
    size_t count = groups - done < 8 - skipped ? groups - done : 8 - skipped;
    if (count == 8) {
      _mm512_storeu_si512(below + done, low.less);
      _mm512_storeu_si512(open + done, within);
    } else {
      __mmask8 live = (__mmask8)(low_bits(count) << skipped);
      _mm512_mask_compressstoreu_epi64(below + done, live, low.less);
      _mm512_mask_compressstoreu_epi64(open + done, live, within);
    }
    done += count;
  }
}

// Any sixteen blocks with third word `stream`, all rounds.
INLINE philox_lanes philox_at(uint64_t seed, const __m512i blocks[2], uint32_t stream) {
  philox_lanes lanes;
  for (int half = 0; half < 2; half++) {
    lanes.words[0][half] = blocks[half];
    lanes.words[1][half] = _mm512_srli_epi64(blocks[half], 32);
    lanes.words[2][half] = all_lanes(stream);
    lanes.words[3][half] = _mm512_setzero_si512();
  }
#pragma clang loop unroll(full)
  for (uint32_t round = 0; round < 10; round++) philox_round(seed, round, &lanes);
  return lanes;
}

AVX512 void prune_avx512_philox_keys(
  uint64_t seed, const int64_t *numbers, size_t count, uint64_t *keys) {
  const __m512i one = _mm512_set1_epi64(1), word = _mm512_set1_epi64(0xffffffff);
  for (size_t done = 0; done < count; done += 16) {
    const uint64_t live = low_bits(count - done < 16 ? count - done : 16);
    __m512i number[2], by_32[2], by_2[2];
    for (int half = 0; half < 2; half++) {
      number[half] =
        _mm512_maskz_loadu_epi64((__mmask8)(live >> (8 * half)), numbers + done + 8 * half);
      by_32[half] = _mm512_srli_epi64(number[half], 5);
      by_2[half] = _mm512_srli_epi64(number[half], 1);
    }
    philox_lanes upper = philox_at(seed, by_32, 0), rest = philox_at(seed, by_32, 1);
    philox_lanes low = philox_at(seed, by_2, 2);
    for (int half = 0; half < 2; half++) {
      __m512i place = _mm512_and_si512(number[half], _mm512_set1_epi64(31));
      __m512i digit = _mm512_setzero_si512();
      for (int k = 0; k < 8; k++) {
        __m512i plane = k < 4 ? upper.words[k][half] : rest.words[k - 4][half];
        __m512i bit = _mm512_and_si512(_mm512_srlv_epi64(plane, place), one);
        digit = _mm512_or_si512(_mm512_slli_epi64(digit, 1), bit);
      }
      __mmask8 odd = _mm512_test_epi64_mask(number[half], one);
      __m512i first = _mm512_mask_blend_epi64(odd, low.words[0][half], low.words[2][half]);
      __m512i second = _mm512_mask_blend_epi64(odd, low.words[1][half], low.words[3][half]);
      __m512i both = _mm512_or_si512(
        _mm512_slli_epi64(first, 32), _mm512_and_si512(second, word));
      __m512i key = _mm512_or_si512(_mm512_slli_epi64(digit, 56), _mm512_srli_epi64(both, 8));
      _mm512_mask_storeu_epi64(keys + done + 8 * half, (__mmask8)(live >> (8 * half)), key);
    }
  }
}

#endif
