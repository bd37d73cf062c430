/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_SHELL_FORMAT_H_
#define TIDEMARK_ZEPHYR_SRC_SHELL_FORMAT_H_

#include <stdbool.h>
#include <stdint.h>

/* Cells of the shell's tables. Each function writes a text with its terminating zero into `cell`
 * and returns `cell`; what is not known is a dash. O(1), any thread.
 */

#ifdef __cplusplus
extern "C" {
#endif

/* Room for the longest of all: "5124095576030.4B/s" and "4294967295". */
#define TIDEMARK_CELL_SIZE 24

/* How many characters a text has. */
int tidemark_text_width(const char* text);

/* A number, or a dash iff not `is_known`. */
const char* tidemark_number_cell(bool is_known, uint32_t value, char cell[TIDEMARK_CELL_SIZE]);

/* `part` in percent of `whole`, cut to a whole number; a dash iff not `is_known` or `whole` is 0.
 * `part` is at most `whole`. */
const char* tidemark_percent_cell(bool is_known, uint32_t part, uint32_t whole,
                                  char cell[TIDEMARK_CELL_SIZE]);

/* A rate as report lines have it: the largest of B/s, B/min, B/h and B/day of which there are ten
 * at least, else B/day; cut to a tenth. */
const char* tidemark_rate_cell(bool is_known, uint64_t millibytes_per_hour,
                               char cell[TIDEMARK_CELL_SIZE]);

/* A time as report lines have it: two units, as in 2d5h; UINT32_MAX is ">136y". */
const char* tidemark_duration_cell(bool is_known, uint32_t seconds, char cell[TIDEMARK_CELL_SIZE]);

/* An address, 0x and as many hexadecimal digits as it has. */
const char* tidemark_address_cell(uintptr_t address, char cell[TIDEMARK_CELL_SIZE]);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_ZEPHYR_SRC_SHELL_FORMAT_H_ */
