#include "CPruneKernels.h"

#if defined(__x86_64__)

#include <math.h>

#include "lanes.h"

// The step of the swing filter for eight samples of eight series at once. Each product, sum and
// comparison is that of the Swift reference, SwingRule.step, and none may be contracted.
#pragma STDC FP_CONTRACT OFF

#define SWING \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,avx512cd,bmi,bmi2,popcnt")))
#define SWING_INLINE static inline __attribute__((always_inline)) SWING

typedef struct {
  __m512d column[8];
} square;

// Rows to columns and back.
SWING_INLINE void transpose(square *s) {
  __m512d t[8], u[8];
  for (int i = 0; i < 8; i += 2) {
    t[i] = _mm512_unpacklo_pd(s->column[i], s->column[i + 1]);
    t[i + 1] = _mm512_unpackhi_pd(s->column[i], s->column[i + 1]);
  }
  for (int odd = 0; odd < 2; odd++) {
    for (int half = 0; half < 2; half++) {
      u[4 * odd + half] = _mm512_shuffle_f64x2(t[4 * half + odd], t[4 * half + 2 + odd], 0x88);
      u[4 * odd + 2 + half] = _mm512_shuffle_f64x2(t[4 * half + odd], t[4 * half + 2 + odd], 0xdd);
    }
    s->column[odd] = _mm512_shuffle_f64x2(u[4 * odd], u[4 * odd + 1], 0x88);
    s->column[4 + odd] = _mm512_shuffle_f64x2(u[4 * odd], u[4 * odd + 1], 0xdd);
    s->column[2 + odd] = _mm512_shuffle_f64x2(u[4 * odd + 2], u[4 * odd + 3], 0x88);
    s->column[6 + odd] = _mm512_shuffle_f64x2(u[4 * odd + 2], u[4 * odd + 3], 0xdd);
  }
}

// a - b as doubles; of integers only where it does not overflow, else the lane is in `bad`.
SWING_INLINE __m512d minus(bool integer, __m512d a, __m512d b, __mmask8 *bad) {
  if (!integer) return _mm512_sub_pd(a, b);
  __m512i x = _mm512_castpd_si512(a), y = _mm512_castpd_si512(b);
  __m512i difference = _mm512_sub_epi64(x, y);
  __m512i overflow =
    _mm512_and_si512(_mm512_xor_si512(x, y), _mm512_xor_si512(x, difference));
  *bad |= _mm512_movepi64_mask(overflow);
  return _mm512_cvtepi64_pd(difference);
}

SWING_INLINE __m512d negative(__m512d a) { return _mm512_xor_pd(a, _mm512_set1_pd(-0.0)); }

// The largest of `largest` and the distances of the first `count` samples from the line.
SWING_INLINE double line_error(
  const prune_line *line, int32_t count, double run, double rise, double largest) {
  const double *runs = line->memory, *rises = line->memory + line->capacity;
  __m512d all = _mm512_set1_pd(largest);
  const __m512d line_run = _mm512_set1_pd(run), line_rise = _mm512_set1_pd(rise);
  for (int32_t index = 0; index < count; index += 8) {
    __mmask8 live = (__mmask8)low_bits(count - index < 8 ? count - index : 8);
    __m512d part = _mm512_mul_pd(_mm512_maskz_loadu_pd(live, runs + index), line_rise);
    __m512d error = _mm512_abs_pd(
      _mm512_sub_pd(_mm512_maskz_loadu_pd(live, rises + index), _mm512_div_pd(part, line_run)));
    all = _mm512_mask_max_pd(all, live, all, error);
  }
  return _mm512_reduce_max_pd(all);
}

SWING_INLINE size_t swing(
  bool integer_times, bool integer_values, prune_swing rule, const double *times,
  const double *values, const int32_t *series, size_t count, int64_t first,
  prune_swing_slot *slots, prune_line *lines, double *largest, int64_t *kept,
  size_t *kept_count) {
  const __m512d width = _mm512_set1_pd(rule.width), gap = _mm512_set1_pd(rule.gap);
  // Four units in the last place.
  const __m512d margin = _mm512_set1_pd(4 * 0x1p-52), infinity = _mm512_set1_pd(INFINITY);
  size_t index = 0;
  for (; index + 8 <= count; index += 8) {
    const __m256i ids = _mm256_loadu_si256((const __m256i *)(series + index));
    // Each series once, and none that is NaN.
    const __m256i clash = _mm256_conflict_epi32(ids);
    if (!_mm256_testz_si256(clash, clash) || _mm256_movepi32_mask(ids)) break;
    square s;
    for (int lane = 0; lane < 8; lane++) {
      s.column[lane] = _mm512_loadu_pd(&slots[series[index + lane]]);
    }
    transpose(&s);
    const __m512d pivot_time = s.column[0], pivot_value = s.column[1];
    const __m512d bound[2] = {s.column[2], s.column[3]};
    const __m512d bound_run[2] = {s.column[4], s.column[5]};
    const __m512d time = _mm512_loadu_pd(times + index), value = _mm512_loadu_pd(values + index);

    __mmask8 bad = 0;
    const __m512d since_last = minus(integer_times, time, s.column[6], &bad);
    const __m512d change = minus(integer_values, value, s.column[7], &bad);
    const __m512d run = minus(integer_times, time, pivot_time, &bad);
    const __m512d rise = minus(integer_values, value, pivot_value, &bad);
    bad |= _mm512_cmp_pd_mask(since_last, _mm512_setzero_pd(), _CMP_NGT_UQ);
    bad |= _mm512_cmp_pd_mask(since_last, infinity, _CMP_NLT_UQ);
    bad |= _mm512_cmp_pd_mask(_mm512_abs_pd(change), infinity, _CMP_NLT_UQ);

    __mmask8 sure = 0xff, out = 0;
    for (int side = 0; side < 2; side++) {
      const __m512d mine = _mm512_mul_pd(side ? negative(rise) : rise, bound_run[side]);
      const __m512d limit = _mm512_mul_pd(bound[side], run);
      const __m512d room = _mm512_sub_pd(limit, mine);
      const __m512d doubt = _mm512_mul_pd(
        margin, _mm512_add_pd(_mm512_abs_pd(mine), _mm512_abs_pd(limit)));
      sure &= _mm512_cmp_pd_mask(room, doubt, _CMP_GT_OQ);
      out |= _mm512_cmp_pd_mask(room, negative(doubt), _CMP_LT_OQ);
    }
    const __mmask8 near = _mm512_cmp_pd_mask(run, gap, _CMP_LE_OQ);
    const __mmask8 inside = sure & near;
    out |= _mm512_cmp_pd_mask(run, gap, _CMP_GT_OQ);
    bad |= (__mmask8)~(inside | out);
    // Room for one more sample on each line.
    for (int lane = 0; lane < 8; lane++) {
      const prune_line *line = &lines[series[index + lane]];
      bad |= (__mmask8)((line->count >= line->capacity) << lane);
    }
    if (bad) break;

    const __m512d new_run = _mm512_mask_mov_pd(since_last, inside, run);
    const __m512d new_rise = _mm512_mask_mov_pd(change, inside, rise);
    const __m512d inset = _mm512_mul_pd(margin, _mm512_add_pd(_mm512_abs_pd(new_rise), width));
    for (int side = 0; side < 2; side++) {
      const __m512d mine = side ? negative(new_rise) : new_rise;
      const __m512d sum = _mm512_add_pd(mine, width);
      const __mmask8 exact =
        _mm512_cmp_pd_mask(_mm512_sub_pd(sum, mine), width, _CMP_EQ_OQ) &
        _mm512_cmp_pd_mask(_mm512_sub_pd(sum, width), mine, _CMP_EQ_OQ);
      const __m512d reach = _mm512_mask_sub_pd(sum, (__mmask8)~exact, sum, inset);
      const __mmask8 replaced = (__mmask8)~inside |
        _mm512_cmp_pd_mask(
          _mm512_mul_pd(reach, bound_run[side]), _mm512_mul_pd(bound[side], new_run),
          _CMP_LT_OQ);
      s.column[2 + side] = _mm512_mask_mov_pd(bound[side], replaced, reach);
      s.column[4 + side] = _mm512_mask_mov_pd(bound_run[side], replaced, new_run);
    }
    s.column[0] = _mm512_mask_mov_pd(s.column[6], inside, pivot_time);
    s.column[1] = _mm512_mask_mov_pd(s.column[7], inside, pivot_value);
    const __m512d previous_time = s.column[6], previous_value = s.column[7];
    s.column[6] = time;
    s.column[7] = value;
    transpose(&s);
    for (int lane = 0; lane < 8; lane++) {
      _mm512_storeu_pd(&slots[series[index + lane]], s.column[lane]);
    }

    if (inside != 0xff) {
      __mmask8 none = 0;
      double line_runs[8], line_rises[8];
      _mm512_storeu_pd(line_runs, minus(integer_times, previous_time, pivot_time, &none));
      _mm512_storeu_pd(line_rises, minus(integer_values, previous_value, pivot_value, &none));
      for (unsigned ended = (uint8_t)~inside; ended; ended &= ended - 1) {
        const int lane = __builtin_ctz(ended), id = series[index + lane];
        *largest = line_error(
          &lines[id], lines[id].count - 1, line_runs[lane], line_rises[lane], *largest);
        lines[id].count = 0;
        kept[(*kept_count)++] = slots[id].previous;
      }
    }
    double runs[8], rises[8];
    _mm512_storeu_pd(runs, new_run);
    _mm512_storeu_pd(rises, new_rise);
    for (int lane = 0; lane < 8; lane++) {
      const int id = series[index + lane];
      prune_line *line = &lines[id];
      line->memory[line->count] = runs[lane];
      line->memory[line->capacity + line->count] = rises[lane];
      line->count += 1;
      slots[id].previous = first + (int64_t)index + lane;
    }
  }
  return index;
}

SWING size_t prune_avx512_swing(
  prune_swing rule, const void *times, const void *values, const int32_t *series, size_t count,
  int64_t first, prune_swing_slot *slots, prune_line *lines, double *largest, int64_t *kept,
  size_t *kept_count) {
#define AS(t, v) \
  swing(t, v, rule, times, values, series, count, first, slots, lines, largest, kept, kept_count)
  if (rule.integer_times) return rule.integer_values ? AS(true, true) : AS(true, false);
  return rule.integer_values ? AS(false, true) : AS(false, false);
}

#endif
