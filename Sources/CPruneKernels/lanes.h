// Vectors of 64 bytes whose elements are 1, 2, 4 or 8 bytes wide. `width` and `lane` are
// constants wherever these are called, so each switch leaves one instruction.

#ifndef PRUNE_MPI_LANES_H
#define PRUNE_MPI_LANES_H

#include <immintrin.h>

#include "CPruneKernels.h"

#define AVX512 \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))
#define INLINE static inline __attribute__((always_inline)) AVX512

INLINE int lane_width(int lane) {
  switch (lane) {
    case PRUNE_LANE_INT8: return 1;
    case PRUNE_LANE_INT16: case PRUNE_LANE_HALF: return 2;
    case PRUNE_LANE_INT32: case PRUNE_LANE_FLOAT: return 4;
    default: return 8;
  }
}

// The lowest `count` bits set; `count` is 0...64.
INLINE uint64_t low_bits(size_t count) { return _bzhi_u64(~0ull, (unsigned)count); }

INLINE __m512i load_some(int width, uint64_t live, const void *from) {
  switch (width) {
    case 1: return _mm512_maskz_loadu_epi8((__mmask64)live, from);
    case 2: return _mm512_maskz_loadu_epi16((__mmask32)live, from);
    case 4: return _mm512_maskz_loadu_epi32((__mmask16)live, from);
    default: return _mm512_maskz_loadu_epi64((__mmask8)live, from);
  }
}

INLINE void store_some(int width, uint64_t live, void *to, __m512i lanes) {
  switch (width) {
    case 1: _mm512_mask_storeu_epi8(to, (__mmask64)live, lanes); break;
    case 2: _mm512_mask_storeu_epi16(to, (__mmask32)live, lanes); break;
    case 4: _mm512_mask_storeu_epi32(to, (__mmask16)live, lanes); break;
    default: _mm512_mask_storeu_epi64(to, (__mmask8)live, lanes); break;
  }
}

// The chosen lanes moved together at the front. To a register: vpcompress to memory is
// microcoded on Zen 4 (https://uops.info), a plain unaligned store is not.
INLINE __m512i compress(int width, uint64_t chosen, __m512i lanes) {
  switch (width) {
    case 1: return _mm512_maskz_compress_epi8((__mmask64)chosen, lanes);
    case 2: return _mm512_maskz_compress_epi16((__mmask32)chosen, lanes);
    case 4: return _mm512_maskz_compress_epi32((__mmask16)chosen, lanes);
    default: return _mm512_maskz_compress_epi64((__mmask8)chosen, lanes);
  }
}

INLINE __m512i broadcast(int width, uint64_t bits) {
  switch (width) {
    case 1: return _mm512_set1_epi8((char)bits);
    case 2: return _mm512_set1_epi16((short)bits);
    case 4: return _mm512_set1_epi32((int)bits);
    default: return _mm512_set1_epi64((long long)bits);
  }
}

// NumPy's abs: the most negative integer stays itself.
INLINE __m512i absolute(int lane, __m512i lanes) {
  switch (lane) {
    case PRUNE_LANE_INT8: return _mm512_abs_epi8(lanes);
    case PRUNE_LANE_INT16: return _mm512_abs_epi16(lanes);
    case PRUNE_LANE_INT32: return _mm512_abs_epi32(lanes);
    case PRUNE_LANE_INT64: return _mm512_abs_epi64(lanes);
    case PRUNE_LANE_HALF: return _mm512_and_si512(lanes, _mm512_set1_epi16(0x7fff));
    case PRUNE_LANE_FLOAT: return _mm512_and_si512(lanes, _mm512_set1_epi32(0x7fffffff));
    default: return _mm512_and_si512(lanes, _mm512_set1_epi64(0x7fffffffffffffffll));
  }
}

// The lanes with lower <= lane <= upper, one bit a lane.
INLINE uint64_t between(
  int lane, bool magnitude, __m512i lanes, __m512i lower, __m512i upper) {
  if (magnitude) lanes = absolute(lane, lanes);
  switch (lane) {
    case PRUNE_LANE_INT8:
      return _mm512_cmple_epu8_mask(
        _mm512_sub_epi8(lanes, lower), _mm512_sub_epi8(upper, lower));
    case PRUNE_LANE_HALF:
      if (!magnitude) {
        __mmask32 negative = _mm512_movepi16_mask(lanes);
        lanes = _mm512_and_si512(lanes, _mm512_set1_epi16(0x7fff));
        lanes = _mm512_mask_sub_epi16(lanes, negative, _mm512_setzero_si512(), lanes);
      }
      // Fall through: the bits are now ordered as integers.
    case PRUNE_LANE_INT16:
      return _mm512_cmple_epu16_mask(
        _mm512_sub_epi16(lanes, lower), _mm512_sub_epi16(upper, lower));
    case PRUNE_LANE_INT32:
      return _mm512_cmple_epu32_mask(
        _mm512_sub_epi32(lanes, lower), _mm512_sub_epi32(upper, lower));
    case PRUNE_LANE_INT64:
      return _mm512_cmple_epu64_mask(
        _mm512_sub_epi64(lanes, lower), _mm512_sub_epi64(upper, lower));
    case PRUNE_LANE_FLOAT: {
      __m512 v = _mm512_castsi512_ps(lanes);
      __mmask16 above = _mm512_cmp_ps_mask(v, _mm512_castsi512_ps(lower), _CMP_GE_OQ);
      return _mm512_mask_cmp_ps_mask(above, v, _mm512_castsi512_ps(upper), _CMP_LE_OQ);
    }
    default: {
      __m512d v = _mm512_castsi512_pd(lanes);
      __mmask8 above = _mm512_cmp_pd_mask(v, _mm512_castsi512_pd(lower), _CMP_GE_OQ);
      return _mm512_mask_cmp_pd_mask(above, v, _mm512_castsi512_pd(upper), _CMP_LE_OQ);
    }
  }
}

#endif
