/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/shell_table.h"

#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

enum cell {
  CELL_NAME,
  CELL_KIND,
  CELL_PRIORITY,
  CELL_USED,
  CELL_PEAK,
  CELL_SIZE,
  CELL_BLOCK,
  CELL_HEADROOM,
  CELL_PERCENT,
  CELL_LEVEL,
  CELL_VERDICT,
  CELL_RATE,
  CELL_RATE_LOW,
  CELL_LEFT,
};

/* Those of heaps and stacks are no wider than 80 characters with a name of twelve. */
const struct tidemark_column tidemark_heap_columns[] = {
    {CELL_NAME, 0, "HEAP"},     {CELL_USED, 7, "USED B"},          {CELL_PEAK, 7, "PEAK B"},
    {CELL_SIZE, 7, "SIZE B"},   {CELL_HEADROOM, 10, "HEADROOM B"}, {CELL_PERCENT, 3, "%"},
    {CELL_LEVEL, -10, "LEVEL"}, {CELL_VERDICT, -7, "VERDICT"},     {0},
};
const struct tidemark_column tidemark_stack_columns[] = {
    {CELL_NAME, 0, "STACK"},           {CELL_PRIORITY, 4, "PRIO"},
    {CELL_PEAK, 7, "PEAK B"},          {CELL_SIZE, 7, "SIZE B"},
    {CELL_HEADROOM, 10, "HEADROOM B"}, {CELL_PERCENT, 3, "%"},
    {CELL_LEVEL, -10, "LEVEL"},        {0},
};
const struct tidemark_column tidemark_pool_columns[] = {
    {CELL_NAME, 0, "POOL"},
    {CELL_KIND, -12, "KIND"},
    {CELL_BLOCK, 7, "BLOCK B"},
    {CELL_USED, 4, "USED"},
    {CELL_PEAK, 4, "PEAK"},
    {CELL_SIZE, 4, "SIZE"},
    {CELL_HEADROOM, 8, "HEADROOM"},
    {CELL_PERCENT, 3, "%"},
    {CELL_LEVEL, -10, "LEVEL"},
    {CELL_VERDICT, -7, "VERDICT"},
    {0},
};
const struct tidemark_column tidemark_verdict_columns[] = {
    {CELL_NAME, 0, "RESOURCE"},  {CELL_KIND, -12, "KIND"},
    {CELL_LEVEL, -10, "LEVEL"},  {CELL_VERDICT, -7, "VERDICT"},
    {CELL_RATE, 9, "RATE"},      {CELL_RATE_LOW, 9, "AT LEAST"},
    {CELL_LEFT, 9, "TIME LEFT"}, {0},
};

bool tidemark_is_any(const struct tidemark_view* view) {
  ARG_UNUSED(view);
  return true;
}

static const char* priority_cell(const struct tidemark_view* view, char text[TIDEMARK_CELL_SIZE]) {
  const bool is_negative = view->has_priority && view->priority < 0;
  const uint32_t amount = (uint32_t)(is_negative ? -view->priority : view->priority);

  text[0] = '-';
  (void)tidemark_number_cell(view->has_priority, amount, text + (is_negative ? 1 : 0));
  return text;
}

static const char* cell_of(const struct tidemark_view* view, enum cell cell,
                           char text[TIDEMARK_CELL_SIZE]) {
  switch (cell) {
    case CELL_NAME:
      return view->name;
    case CELL_KIND:
      return view->kind;
    case CELL_PRIORITY:
      return priority_cell(view, text);
    case CELL_USED:
      return tidemark_number_cell(view->has_used, view->used, text);
    case CELL_PEAK:
      return tidemark_number_cell(view->has_peak, view->peak, text);
    case CELL_SIZE:
      return tidemark_number_cell(true, view->size, text);
    case CELL_BLOCK:
      return tidemark_number_cell(view->has_block_bytes, view->block_bytes, text);
    case CELL_HEADROOM:
      return tidemark_number_cell(view->has_peak, view->size - view->peak, text);
    case CELL_PERCENT:
      return tidemark_percent_cell(view->has_peak, view->size - view->peak, view->size, text);
    case CELL_LEVEL:
      return tidemark_level_word(view->level);
    case CELL_VERDICT:
      return view->has_verdict ? tidemark_verdict_word(view->verdict) : "-";
    case CELL_RATE:
      return tidemark_rate_cell(view->has_trend, view->trend.rate_millibytes_per_hour, text);
    case CELL_RATE_LOW:
      return tidemark_rate_cell(view->has_trend, view->trend.rate_low_millibytes_per_hour, text);
    case CELL_LEFT:
      break;
  }
  return tidemark_duration_cell(view->has_trend, view->trend.left_s, text);
}

/* The row of a view, or the line of titles for NULL. What is left of the last column's width is not
 * filled. */
static void print_row(const struct shell* sh, const struct tidemark_column* columns, int name_width,
                      const struct tidemark_view* view) {
  char text[TIDEMARK_CELL_SIZE];

  for (const struct tidemark_column* column = columns; column->title != NULL; column++) {
    const bool is_last = column[1].title == NULL;
    const int width = column->cell == CELL_NAME ? -name_width : column->width;

    shell_fprintf(sh, SHELL_NORMAL, "%*s%s", is_last && width < 0 ? 0 : width,
                  view == NULL ? column->title : cell_of(view, (enum cell)column->cell, text),
                  is_last ? "\n" : "  ");
  }
}

static int name_width(const struct tidemark_column* columns, const tidemark_view_get* get,
                      size_t count, tidemark_view_filter filter) {
  struct tidemark_view view;
  int width = tidemark_text_width(columns[0].title);

  for (size_t kind = 0; kind < count; kind++) {
    for (size_t i = 0; get[kind](i, &view) == 0; i++) {
      if (filter(&view)) {
        width = MAX(width, tidemark_text_width(view.name));
      }
    }
  }
  return width;
}

size_t tidemark_print_table(const struct shell* sh, const struct tidemark_column* columns,
                            const tidemark_view_get* get, size_t count,
                            tidemark_view_filter filter) {
  const int width = name_width(columns, get, count, filter);
  struct tidemark_view view;
  size_t rows = 0;

  for (size_t kind = 0; kind < count; kind++) {
    for (size_t i = 0; get[kind](i, &view) == 0; i++) {
      if (!filter(&view)) {
        continue;
      }
      if (rows++ == 0) {
        print_row(sh, columns, width, NULL);
      }
      print_row(sh, columns, width, &view);
    }
  }
  return rows;
}
