/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/shell_format.h"

#include <stddef.h>

static char* put_text(char* at, const char* text) {
  while (*text != '\0') {
    *at++ = *text++;
  }
  *at = '\0';
  return at;
}

/* At least `width` digits. */
static char* put_number(char* at, uint64_t value, int width) {
  char digits[20];
  int count = 0;

  do {
    digits[count++] = (char)('0' + value % 10U);
    value /= 10U;
  } while (value != 0U || count < width);
  while (count > 0) {
    *at++ = digits[--count];
  }
  *at = '\0';
  return at;
}

int tidemark_text_width(const char* text) {
  int width = 0;

  while (text[width] != '\0') {
    width++;
  }
  return width;
}

const char* tidemark_number_cell(bool is_known, uint32_t value, char cell[TIDEMARK_CELL_SIZE]) {
  if (is_known) {
    (void)put_number(cell, value, 1);
  } else {
    (void)put_text(cell, "-");
  }
  return cell;
}

const char* tidemark_percent_cell(bool is_known, uint32_t part, uint32_t whole,
                                  char cell[TIDEMARK_CELL_SIZE]) {
  const bool is_percent = is_known && whole != 0U;

  return tidemark_number_cell(is_percent, is_percent ? (uint32_t)(100ULL * part / whole) : 0U,
                              cell);
}

const char* tidemark_rate_cell(bool is_known, uint64_t millibytes_per_hour,
                               char cell[TIDEMARK_CELL_SIZE]) {
  static const struct {
    uint32_t tenth;
    const char* unit;
  } units[] = {{360000U, "B/s"}, {6000U, "B/min"}, {100U, "B/h"}};
  uint64_t tenths = 0;
  const char* unit = NULL;
  char* at;

  if (!is_known) {
    return tidemark_number_cell(false, 0U, cell);
  }
  for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && unit == NULL; i++) {
    if (millibytes_per_hour >= 100ULL * units[i].tenth) {
      tenths = millibytes_per_hour / units[i].tenth;
      unit = units[i].unit;
    }
  }
  if (unit == NULL) {
    tenths = millibytes_per_hour * 24U / 100U;
    unit = "B/day";
  }
  at = put_number(cell, tenths / 10U, 1);
  *at++ = '.';
  at = put_number(at, tenths % 10U, 1);
  (void)put_text(at, unit);
  return cell;
}

const char* tidemark_duration_cell(bool is_known, uint32_t seconds, char cell[TIDEMARK_CELL_SIZE]) {
  static const struct {
    uint32_t seconds;
    uint32_t part;
    int part_width;
    const char* unit;
    const char* part_unit;
  } units[] = {{86400U, 3600U, 1, "d", "h"}, {3600U, 60U, 2, "h", "m"}, {60U, 1U, 2, "m", "s"}};
  char* at;

  if (!is_known) {
    return tidemark_number_cell(false, 0U, cell);
  }
  if (seconds == UINT32_MAX) {
    (void)put_text(cell, ">136y");
    return cell;
  }
  for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
    if (seconds >= units[i].seconds) {
      at = put_text(put_number(cell, seconds / units[i].seconds, 1), units[i].unit);
      at = put_number(at, seconds % units[i].seconds / units[i].part, units[i].part_width);
      (void)put_text(at, units[i].part_unit);
      return cell;
    }
  }
  (void)put_text(put_number(cell, seconds, 1), "s");
  return cell;
}

const char* tidemark_address_cell(uintptr_t address, char cell[TIDEMARK_CELL_SIZE]) {
  char* at = put_text(cell, "0x");
  unsigned int shift = 8U * sizeof(address) - 4U;

  while (shift > 0U && address >> shift == 0U) {
    shift -= 4U;
  }
  for (;; shift -= 4U) {
    *at++ = "0123456789abcdef"[address >> shift & 0xFU];
    if (shift == 0U) {
      *at = '\0';
      return cell;
    }
  }
}
