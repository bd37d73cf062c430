// SPDX-License-Identifier: Apache-2.0
#include "memory/names.hpp"

#include <strings.h>
#include <zephyr/kernel.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>

#include "host/real_stdio.hpp"
#include "memory/symbols.hpp"

// Outside the runtime's namespace: the iteration macro declares the section's symbols.
static void add_heaps(hosted::Names& names) {
  char name[64];
  STRUCT_SECTION_FOREACH (k_heap, heap) {
    names.add(hosted::object_name(heap, name, sizeof name));
  }
  STRUCT_SECTION_FOREACH (k_mem_slab, slab) {
    names.add(hosted::object_name(slab, name, sizeof name));
  }
}

namespace hosted {
namespace {

constexpr std::size_t kMostLetters = 63;

// The smallest number of letters to change, to add or to take away (Wagner and Fischer, 1974).
std::size_t distance(const char* a, const char* b) {
  std::size_t row[kMostLetters + 1];
  const std::size_t width = std::min(std::strlen(b), kMostLetters);
  for (std::size_t i = 0; i <= width; ++i) {
    row[i] = i;
  }
  for (std::size_t line = 1; *a != '\0'; ++a, ++line) {
    std::size_t diagonal = row[0];
    row[0] = line;
    for (std::size_t i = 1; i <= width; ++i) {
      bool same = std::tolower(static_cast<unsigned char>(*a)) ==
                  std::tolower(static_cast<unsigned char>(b[i - 1]));
      std::size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[i];
      row[i] = std::min({changed, row[i] + 1, row[i - 1] + 1});
    }
  }
  return row[width];
}

}  // namespace

bool is_near(const char* name, const char* meant) {
  constexpr std::size_t kMost = 3;
  return distance(name, meant) <= std::min(kMost, (std::strlen(meant) + 2) / 3);
}

void Names::add(const char* name) {
  if (count_ > 0 && std::strncmp(names_[newest_], name, kLength - 1) == 0) {
    return;
  }
  std::uint32_t i = 0;
  while (i < count_ && std::strncmp(names_[i], name, kLength - 1) != 0) {
    ++i;
  }
  if (i == kMost) {
    more_ = true;
    return;
  }
  if (i == count_) {
    (void)real::snprintf(names_[count_++], kLength, "%s", name);
  }
  newest_ = i;
}

bool Names::has(const char* name) const {
  return std::any_of(names_, names_ + count_,
                     [name](const char* one) { return std::strncmp(one, name, kLength - 1) == 0; });
}

const char* Names::describe(const char* wanted, const char* what, char* buffer,
                            std::size_t size) const {
  std::size_t used = 0;
  auto append = [&](const char* before, const char* text, const char* after) {
    int length = real::snprintf(buffer + used, size - used, "%s%s%s", before, text, after);
    used = length > 0 ? std::min(size - 1, used + static_cast<std::size_t>(length)) : used;
  };
  buffer[0] = '\0';
  for (std::uint32_t i = 0; i < count_; ++i) {
    if (is_near(names_[i], wanted)) {
      append("did you mean '", names_[i], "'? ");
      break;
    }
  }
  append(what, ":", "");
  for (std::uint32_t i = 0; i < count_; ++i) {
    bool interrupt = std::strcmp(names_[i], "*") == 0;
    append(i > 0 ? ", " : " ", interrupt ? "interrupt handlers" : names_[i], "");
  }
  append("", more_ ? " and more" : "", "");
  return buffer;
}

const char* which_heap(const char* wanted, char* buffer, std::size_t size) {
  Names names{};
  add_heaps(names);
  return names.describe(
      wanted, "give the name of a variable, of K_MEM_SLAB_DEFINE or K_HEAP_DEFINE. The program has",
      buffer, size);
}

}  // namespace hosted
