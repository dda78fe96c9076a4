#include "CPruneKernels.h"

#if defined(__x86_64__)

#include "lanes.h"

// Bits and masks of bytes that are 0 or 1.

AVX512 void prune_avx512_expand_bits(
  const uint64_t *words, size_t first, size_t count, uint8_t *mask) {
  const unsigned shift = first & 63;
  const uint64_t *word = words + (first >> 6);
  size_t index = 0;
  for (; index + 64 <= count; index += 64, word++) {
    uint64_t bits = *word >> shift;
    if (shift != 0) bits |= word[1] << (64 - shift);
    _mm512_storeu_si512(mask + index, _mm512_maskz_set1_epi8(bits, 1));
  }
  if (index < count) {
    uint64_t bits = *word >> shift;
    // The second word is there only if a bit of it is asked for.
    if (shift + (count - index) > 64) bits |= word[1] << (64 - shift);
    _mm512_mask_storeu_epi8(
      mask + index, low_bits(count - index), _mm512_maskz_set1_epi8(bits, 1));
  }
}

// Puts the lowest `count` bits, 1 to 64, into place; the others of `bits` are zero.
INLINE void store_bits(uint64_t *words, size_t place, size_t count, uint64_t bits) {
  const unsigned shift = place & 63;
  const uint64_t live = low_bits(count);
  uint64_t *word = words + (place >> 6);
  word[0] = (word[0] & ~(live << shift)) | bits << shift;
  if (shift + count > 64) {
    word[1] = (word[1] & ~(live >> (64 - shift))) | bits >> (64 - shift);
  }
}

AVX512 void prune_avx512_pack_bits(
  const uint8_t *mask, size_t count, uint64_t *words, size_t first) {
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    __m512i bytes = _mm512_loadu_si512(mask + index);
    store_bits(words, first + index, 64, _mm512_test_epi8_mask(bytes, bytes));
  }
  if (index < count) {
    size_t left = count - index;
    __m512i bytes = _mm512_maskz_loadu_epi8(low_bits(left), mask + index);
    store_bits(words, first + index, left, _mm512_test_epi8_mask(bytes, bytes));
  }
}

AVX512 size_t prune_avx512_count_bits(const uint64_t *words, size_t count) {
  size_t found = 0;
  for (size_t index = 0; index < count; index++) {
    found += (size_t)__builtin_popcountll(words[index]);
  }
  return found;
}

INLINE int64_t *list_word(uint64_t bits, int64_t place, int64_t *next) {
  for (; bits != 0; bits &= bits - 1) *next++ = place + __builtin_ctzll(bits);
  return next;
}

// Words that hold no one are passed over sixteen at a time without a branch, so that few ones cost
// few steps.
AVX512 size_t prune_avx512_list_bits(
  const uint64_t *words, size_t first, size_t count, int64_t base, int64_t *places) {
  if (count == 0) return 0;
  const size_t end = first + count, begin = first >> 6, last = (end - 1) >> 6;
  // The place of the first bit of word 0.
  const int64_t zero = base - (int64_t)first;
  const uint64_t head = ~0ull << (first & 63), tail = low_bits(((end - 1) & 63) + 1);
  int64_t *next = places;
  if (begin == last) {
    return (size_t)(list_word(words[begin] & head & tail, zero + 64 * (int64_t)begin, next) - next);
  }
  next = list_word(words[begin] & head, zero + 64 * (int64_t)begin, next);
  size_t index = begin + 1;
  const __m512i lanes =
    _mm512_setr_epi32(0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 480);
  for (; index + 8 <= last; index += 8) {
    uint32_t some[16], starts[16];
    __m512i bits = _mm512_loadu_si512(words + index);
    __mmask16 used = _mm512_test_epi32_mask(bits, bits);
    _mm512_storeu_si512(some, _mm512_maskz_compress_epi32(used, bits));
    _mm512_storeu_si512(starts, _mm512_maskz_compress_epi32(used, lanes));
    const int64_t place = zero + 64 * (int64_t)index;
    const int found = __builtin_popcount(used);
    for (int lane = 0; lane < found; lane++) {
      uint32_t left = some[lane];
      do {
        *next++ = place + starts[lane] + __builtin_ctz(left);
        left &= left - 1;
      } while (left != 0);
    }
  }
  for (; index < last; index++) next = list_word(words[index], zero + 64 * (int64_t)index, next);
  next = list_word(words[last] & tail, zero + 64 * (int64_t)last, next);
  return (size_t)(next - places);
}

#endif
