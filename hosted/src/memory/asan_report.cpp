// SPDX-License-Identifier: Apache-2.0
// What follows AddressSanitizer's report of an access to a heap or slab: its own says only where
// the access was made, as it knows nothing of our blocks.
#include "memory/misuse.hpp"

#ifdef CONFIG_ASAN

#include <sanitizer/asan_interface.h>

#include <cstdio>

#include "host/end_report.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "memory/describe.hpp"
#include "memory/regions.hpp"
#include "memory/shadow.hpp"
#include "memory/symbols.hpp"

namespace hosted {
namespace {

struct Search {
  std::uintptr_t address;
  std::size_t size;  // of the access
  BlockRecord* best = nullptr;
  std::uintptr_t distance = UINTPTR_MAX;
};

std::uintptr_t end_of(const BlockRecord& record) {
  return record.address + record.bytes;
}

void look_live(void* context, BlockRecord& record) {
  auto* search = static_cast<Search*>(context);
  std::uintptr_t distance = 0;
  if (search->address >= end_of(record)) {
    distance = search->address - end_of(record);
  } else if (search->address < record.address) {
    // As near as the next block's header: then rather past the end of the one before.
    distance = record.address - search->address + 1;
  }
  if (distance < search->distance) {
    search->distance = distance;
    search->best = &record;
  }
}

void look_freed(void* context, BlockRecord& record) {
  auto* search = static_cast<Search*>(context);
  if (search->best == nullptr && search->address >= (record.address & ~(kShadowUnit - 1)) &&
      search->address < ((end_of(record) + kShadowUnit - 1) & ~(kShadowUnit - 1))) {
    search->best = &record;
  }
}

const char* bytes_text(std::uintptr_t count, char* buffer, std::size_t size) {
  (void)real::snprintf(buffer, size, count == 1 ? "%lu byte" : "%lu bytes", count);
  return buffer;
}

// Where the access is, seen from the block: "4 bytes past the end of".
void relate(const Search& search, const BlockRecord& block, char* buffer, std::size_t size) {
  char count[32];
  if (search.address >= end_of(block)) {
    std::uintptr_t past = search.address - end_of(block);
    (void)real::snprintf(buffer, size, past == 0 ? "right past the end of" : "%s past the end of",
                         bytes_text(past, count, sizeof count));
  } else if (search.address < block.address) {
    (void)real::snprintf(buffer, size, "%s before the start of",
                         bytes_text(block.address - search.address, count, sizeof count));
  } else if (block.free_call == nullptr) {
    std::uintptr_t past = search.address + search.size - end_of(block);
    (void)real::snprintf(buffer, size, "reaching %s past the end of",
                         bytes_text(past, count, sizeof count));
  } else {
    (void)real::snprintf(buffer, size, "%s inside",
                         bytes_text(search.address - block.address, count, sizeof count));
  }
}

void describe_access(std::uintptr_t address) {
  char who[80];
  char line[400];
  Search search{address, __asan_get_report_access_size()};
  const char* verb = __asan_get_report_access_type() != 0 ? "wrote" : "read";
  const Region* region = region_at(address);
  if (region == nullptr) {
    (void)real::snprintf(line, sizeof line, "%s did that", describe_caller(who, sizeof who));
    complain("%s", line);
    return;
  }
  if (*shadow_of(address) == static_cast<unsigned char>(Poison::kFreed)) {
    visit_freed(look_freed, &search);
  }
  if (search.best == nullptr) {
    visit_live(look_live, &search);
  }
  char label[128];
  (void)region_label(*region, label, sizeof label);
  const BlockRecord* block = search.best;
  constexpr std::uintptr_t kNear = 4096;
  if (block == nullptr || block->owner != region->owner ||
      (search.distance > kNear && block->free_call == nullptr)) {
    complain("%s %s memory of %s that is not allocated, at 0x%lx", describe_caller(who, sizeof who),
             verb, label, address);
    return;
  }
  char relation[80];
  relate(search, *block, relation, sizeof relation);
  complain("%s %s %zu byte%s at 0x%lx, %s a %sblock of %zu bytes of %s",
           describe_caller(who, sizeof who), verb, search.size, search.size == 1 ? "" : "s",
           address, relation, block->free_call != nullptr ? "freed " : "", block->bytes, label);
  describe_block(*block);
}

void after_report(const char*) {
  if (__asan_report_present() != 0) {
    describe_access(reinterpret_cast<std::uintptr_t>(__asan_get_report_address()));
  }
}

void before_death() {
  char label[64];
  note_fatal(0, "AddressSanitizer", label_current(label, sizeof label));
  write_end_report(End::kFatal, 1);
}

}  // namespace

void install_reports() {
  __asan_set_error_report_callback(after_report);
  __sanitizer_set_death_callback(before_death);
}

}  // namespace hosted

// Called by the sanitizer before it prints: what the program printed so far comes first.
extern "C" void __asan_on_error(void);
void __asan_on_error(void) {
  (void)hosted::real::fflush(stdout);
}

#else

namespace hosted {
void install_reports() {}
}  // namespace hosted

#endif
