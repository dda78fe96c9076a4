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

#endif
