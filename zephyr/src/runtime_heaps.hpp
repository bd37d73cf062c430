// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/port.hpp"

struct sys_heap;

/// What is kept of one; there are CONFIG_TIDEMARK_MAX_HEAPS of these. Zero: a free place.
struct TidemarkMadeHeap {
  struct sys_heap* heap;
  const void* metadata;  ///< What its `heap` was then, and what lay there: with other values it is
  std::uint32_t words[3];  ///< no longer this heap. They are the same for as long as a heap lives.
  bool has_lock;           ///< It is the first member of a k_heap.
  bool is_new;             ///< Made, or made again, and not visited since.
};

/// Heaps that are made while the image runs, by k_heap_init() or sys_heap_init(): those of the
/// application, of the C library and of multi-heaps. With CONFIG_TIDEMARK_RUNTIME_HEAPS the linker
/// leads these calls past here; see docs/adr/0007. The functions below are for threads, with the
/// monitor's lock held once there are several; each looks at CONFIG_TIDEMARK_MAX_HEAPS places.
void tidemark_visit_runtime_heaps(tidemark::port::HeapVisitor visit, void* context);
/// Whether the heap was not made in this way, or is still what it was when it was visited.
bool tidemark_is_runtime_heap_there(const void* heap);
void tidemark_forget_runtime_heap(const void* heap);
