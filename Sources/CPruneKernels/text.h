// The automaton of delimited text (RFC 4180), byte by byte, and numbers as text, digit by digit.

#ifndef PRUNE_MPI_TEXT_H
#define PRUNE_MPI_TEXT_H

#include "CPruneKernels.h"

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

// Where a field of a record starts, and how many bytes it has without the carriage return of its
// line's end.
static inline uint32_t text_field(
  const prune_text_field *field, size_t record, uint32_t *length) {
  const size_t last = record * field->fields + field->column;
  const uint32_t start = field->column == 0 ? field->starts[record] : field->places[last - 1] + 1;
  const uint32_t end = field->places[last];
  const bool is_line_end = field->column + 1 == field->fields && end > start;
  *length = end - start - (is_line_end && field->text[end - 1] == '\r');
  return start;
}

// Digits with an optional sign and point: at most 19 of them.
static inline bool text_digits(
  const uint8_t *text, uint32_t length, uint64_t *mantissa, uint32_t *fraction, bool *negative) {
  if (length == 0) return false;
  uint32_t index = text[0] == '-' || text[0] == '+';
  uint32_t digits = 0, point = 0;
  uint64_t value = 0;
  bool has_point = false;
  *negative = text[0] == '-';
  for (; index < length; index++) {
    const uint8_t digit = (uint8_t)(text[index] - '0');
    if (digit <= 9) {
      value = value * 10 + digit;
      digits++;
    } else if (text[index] == '.' && !has_point) {
      has_point = true;
      point = digits;
    } else {
      return false;
    }
  }
  *mantissa = value;
  *fraction = has_point ? digits - point : 0;
  return digits > 0 && digits <= 19 && length <= 21;
}

// One rounding of two doubles that are exact: Clinger 1990, "How to read floating point numbers
// accurately".
static inline bool text_decimal(
  uint64_t mantissa, uint32_t fraction, bool negative, double *value) {
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
  if (mantissa > (uint64_t)1 << 53) return false;
  const double quotient = (double)mantissa / powers[fraction];
  *value = negative ? -quotient : quotient;
  return true;
}

// -0 is no integer, because as a float it is another value than 0.
static inline bool text_integer(
  uint64_t mantissa, uint32_t fraction, bool negative, int64_t *value) {
  if (fraction != 0 || mantissa > INT64_MAX || (negative && mantissa == 0)) return false;
  *value = negative ? -(int64_t)mantissa : (int64_t)mantissa;
  return true;
}

#endif
