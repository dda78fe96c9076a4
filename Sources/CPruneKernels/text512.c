#include "text.h"

#if defined(__x86_64__)

#include "lanes.h"

// As text.c, 64 bytes at a time, and numbers of up to 16 bytes at once.

// A block of 64 bytes without the automaton; false where it is needed.
//
// Vectors of places are stored whole: behind the places of a block there is room for one for each
// byte of it.
INLINE bool step_block(text_walk *walk, const uint8_t *text, uint8_t delimiter, uint32_t place) {
  const __m512i bytes = _mm512_loadu_si512(text);
  if (_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')) != 0) return false;
  if (walk->state == QUOTED) return true;
  if (walk->state > QUOTED) return false;
  const uint64_t lines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
  const uint64_t ends = lines | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)delimiter));
  walk->lines += (size_t)_mm_popcnt_u64(lines);
  walk->state = ends >> 63 ? FIELD_START : UNQUOTED;
  __m512i numbers = _mm512_add_epi32(
    _mm512_set1_epi32((int)place),
    _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  for (int part = 0; part < 4; part++) {
    const uint64_t chosen = ends >> (16 * part) & 0xffff;
    _mm512_storeu_si512(walk->places + walk->count, compress(4, chosen, numbers));
    walk->count += (size_t)_mm_popcnt_u64(chosen);
    numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16));
  }
  return true;
}

AVX512 size_t prune_text_separators_avx512(
  const uint8_t *text, size_t count, uint8_t delimiter, uint32_t base, int32_t *state,
  uint32_t *places, size_t *lines, size_t *used) {
  text_walk walk = {places, 0, 0, *state};
  size_t index = 0;
  while (index < count) {
    const size_t end = count - index < 64 ? count : index + 64;
    if (end == index + 64 && step_block(&walk, text + index, delimiter, base + (uint32_t)index)) {
      index = end;
      continue;
    }
    for (; index < end; index++) {
      if (!step(&walk, text[index], delimiter, base + (uint32_t)index)) goto out;
    }
  }
out:
  *state = walk.state;
  *lines = walk.lines;
  *used = index;
  return walk.count;
}

// MARK: numbers

// As `text_digits`, for up to 16 bytes: the digits are moved together, to the right, and then
// combined in pairs, which are pairs of pairs, and so on.
INLINE bool short_digits(
  const uint8_t *text, uint32_t length, uint64_t *mantissa, uint32_t *fraction, bool *negative,
  bool *has_point) {
  const __mmask16 live = (__mmask16)low_bits(length);
  const __m128i bytes = _mm_maskz_loadu_epi8(live, text);
  const __m128i values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
  const uint32_t digits = _mm_mask_cmple_epu8_mask(live, values, _mm_set1_epi8(9));
  const uint32_t points = _mm_mask_cmpeq_epi8_mask(live, bytes, _mm_set1_epi8('.'));
  const uint32_t minus = _mm_cmpeq_epi8_mask(bytes, _mm_set1_epi8('-')) & 1;
  const uint32_t plus = _mm_cmpeq_epi8_mask(bytes, _mm_set1_epi8('+')) & 1;
  if ((live & ~(digits | points | minus | plus)) != 0) return false;
  if ((points & (points - 1)) != 0 || digits == 0) return false;
  const int count = (int)_mm_popcnt_u32(digits);
  const __m128i order = _mm_add_epi8(
    _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    _mm_set1_epi8((char)(count - 16)));
  const __m128i moved =
    _mm_shuffle_epi8(_mm_maskz_compress_epi8((__mmask16)digits, values), order);
  const __m128i pairs = _mm_maddubs_epi16(moved, _mm_set1_epi16(10 | 1 << 8));
  const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 | 1 << 16));
  const __m128i packed = _mm_packus_epi32(fours, fours);
  const uint64_t eights =
    (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(packed, _mm_set1_epi32(10000 | 1 << 16)));
  *mantissa = (eights & 0xffffffff) * 100000000 + (eights >> 32);
  // Without a point this leaves no digit.
  *fraction = (uint32_t)_mm_popcnt_u32(digits & ~(points - 1));
  *negative = minus != 0;
  *has_point = points != 0;
  return true;
}

AVX512 size_t prune_text_decimals_avx512(
  prune_text_field field, size_t first, size_t count, double *values, uint32_t *longest) {
  uint32_t most = *longest;
  for (; first < count; first++) {
    uint32_t length, fraction;
    uint64_t mantissa;
    bool negative, has_point;
    const uint32_t start = text_field(&field, first, &length);
    const uint8_t *text = field.text + start;
    const bool is_number =
      length <= 16
        ? short_digits(text, length, &mantissa, &fraction, &negative, &has_point)
        : text_digits(text, length, &mantissa, &fraction, &negative);
    if (!is_number || !text_decimal(mantissa, fraction, negative, values + first)) break;
    if (length > most) most = length;
  }
  *longest = most;
  return first;
}

AVX512 size_t prune_text_integers_avx512(
  prune_text_field field, size_t first, size_t count, int64_t *values, uint32_t *longest) {
  uint32_t most = *longest;
  for (; first < count; first++) {
    uint32_t length, fraction;
    uint64_t mantissa;
    bool negative, has_point;
    const uint32_t start = text_field(&field, first, &length);
    if (length > 16) break;
    const uint8_t *text = field.text + start;
    if (!short_digits(text, length, &mantissa, &fraction, &negative, &has_point)) break;
    if (has_point || !text_integer(mantissa, fraction, negative, values + first)) break;
    if (length > most) most = length;
  }
  *longest = most;
  return first;
}

#endif
