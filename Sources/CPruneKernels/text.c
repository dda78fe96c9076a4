#include "CPruneKernels.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

// Separators of delimited text (RFC 4180). Blocks of 64 bytes without a quote go through SSE2,
// which every x86-64 processor has; all others through the automaton, byte by byte.

enum { FIELD_START = 0, UNQUOTED = 1, QUOTED = 2, CLOSED = 3, CLOSED_CR = 4 };

typedef struct {
  uint32_t *places;
  size_t count;
  size_t lines;
  int32_t state;
} text_walk;

// One byte at `place`; false where it may not stand there.
static inline bool step(text_walk *walk, uint8_t byte, uint8_t delimiter, uint32_t place) {
  const bool ends = byte == delimiter || byte == '\n';
  switch (walk->state) {
    case FIELD_START:
    case UNQUOTED:
      if (byte == '"') {
        if (walk->state == UNQUOTED) return false;
        walk->state = QUOTED;
      } else if (ends) {
        walk->places[walk->count++] = place;
        walk->lines += byte == '\n';
        walk->state = FIELD_START;
      } else {
        walk->state = UNQUOTED;
      }
      return true;
    case QUOTED:
      if (byte == '"') walk->state = CLOSED;
      return true;
    case CLOSED:
      if (byte == '"') {
        walk->state = QUOTED;
        return true;
      }
      if (byte == '\r') {
        walk->state = CLOSED_CR;
        return true;
      }
      break;
    default:
      if (byte != '\n') return false;
      break;
  }
  if (!ends) return false;
  walk->places[walk->count++] = place;
  walk->lines += byte == '\n';
  walk->state = FIELD_START;
  return true;
}

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
