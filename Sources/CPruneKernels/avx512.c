#include "CPruneKernels.h"

#if defined(__x86_64__)

#include "lanes.h"

bool prune_cpu_has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512cd") &&
         __builtin_cpu_supports("bmi2");
}

// Every kernel is a loop over whole vectors, then one masked step for what is left. A vector
// is stored whole where only its first lanes count: at most as many elements are behind the
// store as were read, so it ends within `count` elements.

// One copy of `kernel` for each lane and for values and magnitudes.
#define EACH_LANE(kernel, ...)                                   \
  switch (range.lane) {                                          \
    case PRUNE_LANE_INT8: BOTH(kernel, PRUNE_LANE_INT8, __VA_ARGS__)     \
    case PRUNE_LANE_INT16: BOTH(kernel, PRUNE_LANE_INT16, __VA_ARGS__)   \
    case PRUNE_LANE_INT32: BOTH(kernel, PRUNE_LANE_INT32, __VA_ARGS__)   \
    case PRUNE_LANE_INT64: BOTH(kernel, PRUNE_LANE_INT64, __VA_ARGS__)   \
    case PRUNE_LANE_HALF: BOTH(kernel, PRUNE_LANE_HALF, __VA_ARGS__)     \
    case PRUNE_LANE_FLOAT: BOTH(kernel, PRUNE_LANE_FLOAT, __VA_ARGS__)   \
    default: BOTH(kernel, PRUNE_LANE_DOUBLE, __VA_ARGS__)                \
  }
#define BOTH(kernel, lane, ...)                                  \
  return range.magnitude ? kernel(lane, true, range, __VA_ARGS__) \
                         : kernel(lane, false, range, __VA_ARGS__);

// MARK: by comparison

INLINE size_t compact_range(
  int lane, bool magnitude, prune_range range, const uint8_t *values, size_t count,
  uint8_t *kept) {
  const int width = lane_width(lane);
  const size_t lanes = 64 / width;
  const __m512i lower = broadcast(width, range.lower), upper = broadcast(width, range.upper);
  const uint64_t flip = range.complement ? low_bits(lanes) : 0;
  uint8_t *next = kept;
  size_t index = 0;
  for (; index + lanes <= count; index += lanes) {
    __m512i v = _mm512_loadu_si512(values + index * width);
    uint64_t chosen = between(lane, magnitude, v, lower, upper) ^ flip;
    _mm512_storeu_si512(next, compress(width, chosen, v));
    next += (size_t)__builtin_popcountll(chosen) * width;
  }
  if (index < count) {
    uint64_t live = low_bits(count - index);
    __m512i v = load_some(width, live, values + index * width);
    uint64_t chosen = (between(lane, magnitude, v, lower, upper) ^ flip) & live;
    size_t found = (size_t)__builtin_popcountll(chosen);
    store_some(width, low_bits(found), next, compress(width, chosen, v));
    next += found * width;
  }
  return (size_t)(next - kept) / width;
}

AVX512 size_t prune_avx512_compact_range(
  prune_range range, const void *values, size_t count, void *kept) {
  EACH_LANE(compact_range, values, count, kept)
}

INLINE size_t mask_range(
  int lane, bool magnitude, prune_range range, const uint8_t *values, size_t count,
  uint8_t *mask) {
  const int width = lane_width(lane);
  const size_t lanes = 64 / width;
  const __m512i lower = broadcast(width, range.lower), upper = broadcast(width, range.upper);
  const uint64_t flip = range.complement ? ~0ull : 0;
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    uint64_t chosen = 0;
    for (int part = 0; part < width; part++) {
      __m512i v = _mm512_loadu_si512(values + index * width + 64 * part);
      chosen |= between(lane, magnitude, v, lower, upper) << (part * lanes);
    }
    _mm512_storeu_si512(mask + index, _mm512_maskz_set1_epi8(chosen ^ flip, 1));
  }
  while (index < count) {
    size_t left = count - index < lanes ? count - index : lanes;
    __m512i v = load_some(width, low_bits(left), values + index * width);
    uint64_t chosen = between(lane, magnitude, v, lower, upper) ^ flip;
    _mm512_mask_storeu_epi8(mask + index, low_bits(left), _mm512_maskz_set1_epi8(chosen, 1));
    index += left;
  }
  return count;
}

AVX512 static size_t mask_each_lane(
  prune_range range, const void *values, size_t count, uint8_t *mask) {
  EACH_LANE(mask_range, values, count, mask)
}

void prune_avx512_mask_range(
  prune_range range, const void *values, size_t count, uint8_t *mask) {
  mask_each_lane(range, values, count, mask);
}

INLINE size_t count_range(
  int lane, bool magnitude, prune_range range, const uint8_t *values, size_t count) {
  const int width = lane_width(lane);
  const size_t lanes = 64 / width;
  const __m512i lower = broadcast(width, range.lower), upper = broadcast(width, range.upper);
  size_t found = 0;
  size_t index = 0;
  for (; index + lanes <= count; index += lanes) {
    __m512i v = _mm512_loadu_si512(values + index * width);
    found += (size_t)__builtin_popcountll(between(lane, magnitude, v, lower, upper));
  }
  if (index < count) {
    uint64_t live = low_bits(count - index);
    __m512i v = load_some(width, live, values + index * width);
    uint64_t chosen = between(lane, magnitude, v, lower, upper) & live;
    found += (size_t)__builtin_popcountll(chosen);
  }
  return range.complement ? count - found : found;
}

AVX512 size_t prune_avx512_count_range(prune_range range, const void *values, size_t count) {
  EACH_LANE(count_range, values, count)
}

// The lanes under `lower`, and those that are NaN, one bit a lane.
INLINE uint64_t under(int lane, __m512i lanes, __m512i lower, __m512i least) {
  switch (lane) {
    case PRUNE_LANE_INT32:
      return _mm512_cmplt_epu32_mask(
        _mm512_sub_epi32(lanes, least), _mm512_sub_epi32(lower, least));
    case PRUNE_LANE_INT64:
      return _mm512_cmplt_epu64_mask(
        _mm512_sub_epi64(lanes, least), _mm512_sub_epi64(lower, least));
    case PRUNE_LANE_FLOAT:
      return _mm512_cmp_ps_mask(
        _mm512_castsi512_ps(lanes), _mm512_castsi512_ps(lower), _CMP_LT_OQ);
    default:
      return _mm512_cmp_pd_mask(
        _mm512_castsi512_pd(lanes), _mm512_castsi512_pd(lower), _CMP_LT_OQ);
  }
}

INLINE uint64_t unordered_lanes(int lane, __m512i lanes) {
  switch (lane) {
    case PRUNE_LANE_FLOAT: {
      __m512 v = _mm512_castsi512_ps(lanes);
      return _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q);
    }
    case PRUNE_LANE_DOUBLE: {
      __m512d v = _mm512_castsi512_pd(lanes);
      return _mm512_cmp_pd_mask(v, v, _CMP_UNORD_Q);
    }
    default: return 0;
  }
}

INLINE size_t split_range(
  int lane, prune_range range, uint64_t least_bits, const uint8_t *values, size_t count,
  uint8_t *kept, size_t *below, size_t *unordered) {
  const int width = lane_width(lane);
  const size_t lanes = 64 / width;
  const __m512i lower = broadcast(width, range.lower), upper = broadcast(width, range.upper);
  const __m512i least = broadcast(width, least_bits);
  size_t lows = 0, nans = 0;
  uint8_t *next = kept;
  size_t index = 0;
  for (; index + lanes <= count; index += lanes) {
    __m512i v = _mm512_loadu_si512(values + index * width);
    uint64_t chosen = between(lane, false, v, lower, upper);
    _mm512_storeu_si512(next, compress(width, chosen, v));
    next += (size_t)__builtin_popcountll(chosen) * width;
    lows += (size_t)__builtin_popcountll(under(lane, v, lower, least));
    nans += (size_t)__builtin_popcountll(unordered_lanes(lane, v));
  }
  if (index < count) {
    uint64_t live = low_bits(count - index);
    __m512i v = load_some(width, live, values + index * width);
    uint64_t chosen = between(lane, false, v, lower, upper) & live;
    size_t found = (size_t)__builtin_popcountll(chosen);
    store_some(width, low_bits(found), next, compress(width, chosen, v));
    next += found * width;
    lows += (size_t)__builtin_popcountll(under(lane, v, lower, least) & live);
    nans += (size_t)__builtin_popcountll(unordered_lanes(lane, v) & live);
  }
  *below += lows;
  *unordered += nans;
  return (size_t)(next - kept) / width;
}

AVX512 size_t prune_avx512_split_range(
  prune_range range, uint64_t least, const void *values, size_t count, void *kept,
  size_t *below, size_t *unordered) {
  switch (range.lane) {
    case PRUNE_LANE_INT32:
      return split_range(PRUNE_LANE_INT32, range, least, values, count, kept, below, unordered);
    case PRUNE_LANE_INT64:
      return split_range(PRUNE_LANE_INT64, range, least, values, count, kept, below, unordered);
    case PRUNE_LANE_FLOAT:
      return split_range(PRUNE_LANE_FLOAT, range, least, values, count, kept, below, unordered);
    default:
      return split_range(PRUNE_LANE_DOUBLE, range, least, values, count, kept, below, unordered);
  }
}

// MARK: by mask

// The nonzero ones of up to 64 mask bytes, one bit a byte.
INLINE uint64_t mask_bits(const uint8_t *mask, uint64_t live) {
  __m512i bytes = _mm512_maskz_loadu_epi8(live, mask);
  return _mm512_test_epi8_mask(bytes, bytes);
}

INLINE size_t compact_mask(
  int width, const uint8_t *values, const uint8_t *mask, size_t count, bool keeping,
  uint8_t *kept) {
  const size_t lanes = 64 / width;
  const uint64_t flip = keeping ? 0 : ~0ull;
  uint8_t *next = kept;
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    uint64_t wanted = mask_bits(mask + index, ~0ull) ^ flip;
    for (int part = 0; part < width; part++) {
      __m512i v = _mm512_loadu_si512(values + index * width + 64 * part);
      uint64_t chosen = (wanted >> (part * lanes)) & low_bits(lanes);
      _mm512_storeu_si512(next, compress(width, chosen, v));
      next += (size_t)__builtin_popcountll(chosen) * width;
    }
  }
  while (index < count) {
    size_t left = count - index < lanes ? count - index : lanes;
    uint64_t live = low_bits(left);
    uint64_t chosen = (mask_bits(mask + index, live) ^ flip) & live;
    __m512i v = load_some(width, live, values + index * width);
    size_t found = (size_t)__builtin_popcountll(chosen);
    store_some(width, low_bits(found), next, compress(width, chosen, v));
    next += found * width;
    index += left;
  }
  return (size_t)(next - kept) / width;
}

AVX512 size_t prune_avx512_compact_mask(
  int32_t width, const void *values, const uint8_t *mask, size_t count, bool keeping,
  void *kept) {
  switch (width) {
    case 1: return compact_mask(1, values, mask, count, keeping, kept);
    case 2: return compact_mask(2, values, mask, count, keeping, kept);
    case 4: return compact_mask(4, values, mask, count, keeping, kept);
    default: return compact_mask(8, values, mask, count, keeping, kept);
  }
}

AVX512 size_t prune_avx512_compact_positions(
  const uint8_t *mask, size_t count, int64_t first, bool keeping, int64_t *positions) {
  const uint64_t flip = keeping ? 0 : ~0ull;
  __m512i position = _mm512_add_epi64(
    _mm512_set1_epi64(first), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
  int64_t *next = positions;
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    uint64_t wanted = mask_bits(mask + index, ~0ull) ^ flip;
    for (int part = 0; part < 8; part++) {
      uint64_t chosen = (wanted >> (part * 8)) & 0xff;
      _mm512_storeu_si512(next, compress(8, chosen, position));
      next += __builtin_popcountll(chosen);
      position = _mm512_add_epi64(position, _mm512_set1_epi64(8));
    }
  }
  while (index < count) {
    size_t left = count - index < 8 ? count - index : 8;
    uint64_t live = low_bits(left);
    uint64_t chosen = (mask_bits(mask + index, live) ^ flip) & live;
    size_t found = (size_t)__builtin_popcountll(chosen);
    store_some(8, low_bits(found), next, compress(8, chosen, position));
    next += found;
    position = _mm512_add_epi64(position, _mm512_set1_epi64(8));
    index += left;
  }
  return (size_t)(next - positions);
}

#endif
