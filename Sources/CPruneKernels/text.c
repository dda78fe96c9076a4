#include "text.h"

#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

// Separators of delimited text (RFC 4180). Blocks of 64 bytes without a quote go through SSE2,
// which every x86-64 processor has; all others through the automaton, byte by byte.

#if defined(__x86_64__)

static inline uint64_t equal_bytes(const uint8_t *text, __m128i wanted) {
  uint64_t bits = 0;
  for (int lane = 0; lane < 4; lane++) {
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(text + 16 * lane));
    bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)) << (16 * lane);
  }
  return bits;
}

// A block of 64 bytes without the automaton; false where it is needed.
static inline bool step_block(
  text_walk *walk, const uint8_t *text, uint8_t delimiter, uint32_t place) {
  const uint64_t quotes = equal_bytes(text, _mm_set1_epi8('"'));
  if (quotes != 0) return false;
  if (walk->state == QUOTED) return true;
  if (walk->state > QUOTED) return false;
  const uint64_t lines = equal_bytes(text, _mm_set1_epi8('\n'));
  uint64_t ends = equal_bytes(text, _mm_set1_epi8((char)delimiter)) | lines;
  walk->lines += (size_t)__builtin_popcountll(lines);
  walk->state = ends >> 63 ? FIELD_START : UNQUOTED;
  while (ends != 0) {
    walk->places[walk->count++] = place + (uint32_t)__builtin_ctzll(ends);
    ends &= ends - 1;
  }
  return true;
}

#endif

size_t prune_text_separators(
  const uint8_t *text, size_t count, uint8_t delimiter, uint32_t base, int32_t *state,
  uint32_t *places, size_t *lines, size_t *used) {
  text_walk walk = {places, 0, 0, *state};
  size_t index = 0;
  while (index < count) {
    size_t end = count - index < 64 ? count : index + 64;
#if defined(__x86_64__)
    if (end == index + 64 && step_block(&walk, text + index, delimiter, base + (uint32_t)index)) {
      index = end;
      continue;
    }
#endif
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

size_t prune_text_count(const uint8_t *text, size_t count, uint8_t byte) {
  size_t found = 0;
  // Sums of bytes over at most 255 steps stay in a byte, which compilers make vectors of.
  for (size_t start = 0; start < count; start += 192) {
    const size_t end = count - start < 192 ? count : start + 192;
    uint8_t sum = 0;
    for (size_t index = start; index < end; index++) sum += text[index] == byte;
    found += sum;
  }
  return found;
}

bool prune_text_even(
  const uint8_t *text, size_t count, const uint32_t *places, size_t fields, size_t lines,
  uint32_t *starts) {
  uint32_t start = 0;
  for (size_t line = 0; line < lines; line++) {
    const uint32_t place = places[(line + 1) * fields - 1];
    if (place < count && text[place] != '\n') return false;
    starts[line] = start;
    start = place + 1;
  }
  return true;
}

size_t prune_text_decimals(
  prune_text_field field, size_t first, size_t count, double *values, uint32_t *longest) {
  for (; first < count; first++) {
    uint32_t length, fraction;
    uint64_t mantissa;
    bool negative;
    const uint32_t start = text_field(&field, first, &length);
    if (!text_digits(field.text + start, length, &mantissa, &fraction, &negative)) break;
    if (!text_decimal(mantissa, fraction, negative, values + first)) break;
    if (length > *longest) *longest = length;
  }
  return first;
}

size_t prune_text_integers(
  prune_text_field field, size_t first, size_t count, int64_t *values, uint32_t *longest) {
  for (; first < count; first++) {
    uint32_t length, fraction;
    uint64_t mantissa;
    bool negative;
    const uint32_t start = text_field(&field, first, &length);
    if (!text_digits(field.text + start, length, &mantissa, &fraction, &negative)) break;
    if (memchr(field.text + start, '.', length) != NULL) break;
    if (!text_integer(mantissa, fraction, negative, values + first)) break;
    if (length > *longest) *longest = length;
  }
  return first;
}
