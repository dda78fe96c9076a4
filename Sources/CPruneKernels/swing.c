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
  __m512d all = _mm512_set1_pd(largest);
  const __m512d line_run = _mm512_set1_pd(run), line_rise = _mm512_set1_pd(rise);
  const __m512i times = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
  const __m512i values = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
  for (int32_t index = 0; index < count; index += 8) {
    const uint64_t numbers = low_bits(count - index < 8 ? 2 * (count - index) : 16);
    const double *from = line->memory + 2 * (size_t)index;
    const __m512d some = _mm512_maskz_loadu_pd((__mmask8)numbers, from);
    const __m512d more = _mm512_maskz_loadu_pd((__mmask8)(numbers >> 8), from + 8);
    const __m512d runs = _mm512_permutex2var_pd(some, times, more);
    const __m512d rises = _mm512_permutex2var_pd(some, values, more);
    const __mmask8 live = (__mmask8)low_bits(count - index < 8 ? count - index : 8);
    const __m512d error = _mm512_abs_pd(
      _mm512_sub_pd(rises, _mm512_div_pd(_mm512_mul_pd(runs, line_rise), line_run)));
    all = _mm512_mask_max_pd(all, live, all, error);
  }
  return _mm512_reduce_max_pd(all);
}

// Where eight samples belong: to eight series that come in turn, of which the first has a number
// divisible by 8, or to any eight.
typedef struct {
  bool in_turn;
  // Of the series in lane 0, and of its sample, if they come in turn.
  int32_t base;
  const int32_t *ids;
  int64_t number;
  // Lanes that have a sample.
  __mmask8 live;
} swing_place;

SWING_INLINE int32_t series_of(swing_place place, int lane) {
  return place.in_turn ? place.base + lane : place.ids[lane];
}

// The lines that have no room for one more sample.
SWING_INLINE __mmask8 full_lines(swing_place place, const prune_line *lines) {
  if (place.in_turn) {
    // Four lines of 16 bytes a vector; behind the memory's address are count and capacity.
    const __m512i counts = _mm512_setr_epi32(2, 6, 10, 14, 18, 22, 26, 30, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i some = _mm512_loadu_si512(lines + place.base);
    const __m512i more = _mm512_loadu_si512(lines + place.base + 4);
    return (__mmask8)_mm512_cmpge_epi32_mask(
      _mm512_permutex2var_epi32(some, counts, more),
      _mm512_permutex2var_epi32(some, _mm512_add_epi32(counts, one), more));
  }
  __mmask8 full = 0;
  for (int lane = 0; lane < 8; lane++) {
    const prune_line *line = &lines[place.ids[lane]];
    full |= (__mmask8)((line->count >= line->capacity) << lane);
  }
  return full;
}

typedef struct {
  prune_line *lines;
  long *previous;
  double *largest;
  int64_t *kept;
  size_t *kept_count;
} swing_found;

// One step of all live lanes; false, and nothing changed, where one cannot be made here.
SWING_INLINE bool swing_step(
  bool integer_times, bool integer_values, const prune_swing *rule, swing_place place,
  __m512d time, __m512d value, square *s, swing_found found) {
  const __m512d width = _mm512_set1_pd(rule->width), gap = _mm512_set1_pd(rule->gap);
  // Four units in the last place.
  const __m512d margin = _mm512_set1_pd(4 * 0x1p-52), infinity = _mm512_set1_pd(INFINITY);
  const __m512d pivot_time = s->column[0], pivot_value = s->column[1];
  const __m512d bound[2] = {s->column[2], s->column[3]};
  const __m512d bound_run[2] = {s->column[4], s->column[5]};
  const __m512d previous_time = s->column[6], previous_value = s->column[7];

  __mmask8 bad = full_lines(place, found.lines);
  const __m512d since_last = minus(integer_times, time, previous_time, &bad);
  const __m512d change = minus(integer_values, value, previous_value, &bad);
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
  const __mmask8 inside = sure & _mm512_cmp_pd_mask(run, gap, _CMP_LE_OQ);
  out |= _mm512_cmp_pd_mask(run, gap, _CMP_GT_OQ);
  bad |= (__mmask8)~(inside | out);
  if (bad & place.live) return false;

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
    s->column[2 + side] = _mm512_mask_mov_pd(bound[side], replaced, reach);
    s->column[4 + side] = _mm512_mask_mov_pd(bound_run[side], replaced, new_run);
  }
  s->column[0] = _mm512_mask_mov_pd(previous_time, inside, pivot_time);
  s->column[1] = _mm512_mask_mov_pd(previous_value, inside, pivot_value);
  s->column[6] = time;
  s->column[7] = value;

  const __mmask8 all_ended = (__mmask8)~inside & place.live;
  if (all_ended) {
    __mmask8 none = 0;
    double line_runs[8], line_rises[8];
    _mm512_storeu_pd(line_runs, minus(integer_times, previous_time, pivot_time, &none));
    _mm512_storeu_pd(line_rises, minus(integer_values, previous_value, pivot_value, &none));
    for (unsigned ended = all_ended; ended; ended &= ended - 1) {
      const int lane = __builtin_ctz(ended), id = series_of(place, lane);
      prune_line *line = &found.lines[id];
      *found.largest =
        line_error(line, line->count - 1, line_runs[lane], line_rises[lane], *found.largest);
      line->count = 0;
      found.kept[(*found.kept_count)++] = found.previous[id];
    }
  }
  // Pairs of even lanes, then those of odd ones.
  double pairs[2][8];
  _mm512_storeu_pd(pairs[0], _mm512_unpacklo_pd(new_run, new_rise));
  _mm512_storeu_pd(pairs[1], _mm512_unpackhi_pd(new_run, new_rise));
  for (int lane = 0; lane < 8; lane++) {
    if (place.in_turn && !(place.live >> lane & 1)) continue;
    prune_line *line = &found.lines[series_of(place, lane)];
    _mm_storeu_pd(
      line->memory + 2 * (size_t)line->count, _mm_loadu_pd(&pairs[lane & 1][lane & ~1]));
    line->count += 1;
    if (!place.in_turn) found.previous[place.ids[lane]] = (long)(place.number + lane);
  }
  if (place.in_turn) {
    const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    _mm512_mask_storeu_epi64(
      found.previous + place.base, place.live,
      _mm512_add_epi64(_mm512_set1_epi64(place.number), lanes));
  }
  return true;
}

// Rows of eight series to columns, or back.
SWING_INLINE void turn(prune_swing_states states, size_t group) {
  double *memory = (double *)&states.rows[8 * group];
  square s;
  for (int k = 0; k < 8; k++) s.column[k] = _mm512_loadu_pd(memory + 8 * k);
  transpose(&s);
  for (int k = 0; k < 8; k++) _mm512_storeu_pd(memory + 8 * k, s.column[k]);
  states.turned[group] ^= 1;
}

// Consecutive numbers in the live lanes.
SWING_INLINE __m512d load_lanes(__mmask8 live, const double *from) {
  return live == 0xff ? _mm512_loadu_pd(from) : _mm512_maskz_expandloadu_pd(live, from);
}

// As long as series come in turn, states stay in columns.
SWING_INLINE size_t swing_in_turn(
  bool integer_times, bool integer_values, const prune_swing *rule, const double *times,
  const double *values, const int32_t *series, size_t count, int64_t first,
  prune_swing_states states, swing_found found) {
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  size_t index = 0;
  while (index < count && series[index] >= 0) {
    const int32_t id = series[index];
    const int skipped = id & 7;
    const uint64_t there = low_bits(count - index < 8 ? count - index : 8);
    const __m256i ids = _mm256_maskz_loadu_epi32((__mmask8)there, series + index);
    const uint64_t follow =
      _mm256_cmpeq_epi32_mask(ids, _mm256_add_epi32(lanes, _mm256_set1_epi32(id))) & there;
    const int most = __builtin_ctzll(~follow), taken = most < 8 - skipped ? most : 8 - skipped;
    const swing_place place = {
      .in_turn = true, .base = id - skipped, .number = first + (int64_t)index - skipped,
      .live = (__mmask8)(low_bits((size_t)taken) << skipped)};
    const size_t group = (size_t)id >> 3;
    if (!states.turned[group]) turn(states, group);
    double *memory = (double *)&states.rows[place.base];
    square s;
    for (int k = 0; k < 8; k++) s.column[k] = _mm512_loadu_pd(memory + 8 * k);
    const __m512d time = load_lanes(place.live, times + index);
    const __m512d value = load_lanes(place.live, values + index);
    if (!swing_step(integer_times, integer_values, rule, place, time, value, &s, found)) break;
    for (int k = 0; k < 8; k++) _mm512_mask_storeu_pd(memory + 8 * k, place.live, s.column[k]);
    index += (size_t)taken;
  }
  return index;
}

SWING_INLINE size_t swing_of_any(
  bool integer_times, bool integer_values, const prune_swing *rule, const double *times,
  const double *values, const int32_t *series, size_t count, int64_t first,
  prune_swing_states states, swing_found found) {
  size_t index = 0;
  for (; index + 8 <= count; index += 8) {
    const __m256i ids = _mm256_loadu_si256((const __m256i *)(series + index));
    // Each series once, and none that is NaN.
    const __m256i clash = _mm256_conflict_epi32(ids);
    if (!_mm256_testz_si256(clash, clash) || _mm256_movepi32_mask(ids)) break;
    square s;
    for (int lane = 0; lane < 8; lane++) {
      const size_t id = (size_t)series[index + lane];
      if (states.turned[id >> 3]) turn(states, id >> 3);
      s.column[lane] = _mm512_loadu_pd(&states.rows[id]);
    }
    transpose(&s);
    const swing_place place = {
      .in_turn = false, .ids = series + index, .number = first + (int64_t)index, .live = 0xff};
    const __m512d time = _mm512_loadu_pd(times + index), value = _mm512_loadu_pd(values + index);
    if (!swing_step(integer_times, integer_values, rule, place, time, value, &s, found)) break;
    transpose(&s);
    for (int lane = 0; lane < 8; lane++) {
      _mm512_storeu_pd(&states.rows[series[index + lane]], s.column[lane]);
    }
  }
  return index;
}

// Whether most of the first samples are of the series behind the one before.
SWING_INLINE bool come_in_turn(const int32_t *series, size_t count) {
  size_t looked = count < 64 ? count : 64, follow = 0;
  for (size_t index = 1; index < looked; index++) follow += series[index] == series[index - 1] + 1;
  return 4 * follow > 3 * looked;
}

SWING size_t prune_avx512_swing(
  prune_swing rule, const void *times, const void *values, const int32_t *series, size_t count,
  int64_t first, prune_swing_states states, long *previous, prune_line *lines, double *largest,
  int64_t *kept, size_t *kept_count) {
  const swing_found found = {lines, previous, largest, kept, kept_count};
#define AS(way, t, v) way(t, v, &rule, times, values, series, count, first, states, found)
#define ANY_TYPE(way)                                                       \
  (rule.integer_times ? rule.integer_values ? AS(way, true, true) : AS(way, true, false) \
                      : rule.integer_values ? AS(way, false, true) : AS(way, false, false))
  return come_in_turn(series, count) ? ANY_TYPE(swing_in_turn) : ANY_TYPE(swing_of_any);
}

#endif
