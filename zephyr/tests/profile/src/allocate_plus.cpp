// SPDX-License-Identifier: Apache-2.0
#include <new>

#include "allocate.h"
#include "probe.h"

// Zephyr's minimal library has these, and neither declares them nor has an std::nothrow.
void* operator new(std::size_t bytes, const std::nothrow_t& tag) noexcept;
void* operator new[](std::size_t bytes, const std::nothrow_t& tag) noexcept;

namespace {

struct Hundred {
  char bytes[100];
};

#define ALLOCATES(name, call)  \
  void* name() {               \
    probe_before(&probe_site); \
    void* block = (call);      \
    probe_after(&probe_site);  \
    return block;              \
  }

ALLOCATES(by_new, new Hundred)
ALLOCATES(by_new_array, new char[100])
ALLOCATES(by_new_nothrow, new (std::nothrow_t{}) Hundred)
ALLOCATES(by_new_array_nothrow, new (std::nothrow_t{}) char[100])
ALLOCATES(by_new_aligned, ::operator new(128, std::align_val_t(64)))
ALLOCATES(by_new_array_aligned, ::operator new[](128, std::align_val_t(64)))

void delete_one(void* block) {
  delete static_cast<Hundred*>(block);
}

void delete_array(void* block) {
  delete[] static_cast<char*>(block);
}

// Zephyr's minimal library has no operator delete for what is aligned.
#if defined(__GLIBCXX__)
void delete_aligned(void* block) {
  ::operator delete(block, std::align_val_t(64));
}

void delete_array_aligned(void* block) {
  ::operator delete[](block, std::align_val_t(64));
}
#else
void delete_aligned(void* block) {
  ::operator delete(block);
}

void delete_array_aligned(void* block) {
  ::operator delete[](block);
}
#endif

}  // namespace

const struct allocation plus_allocations[] = {
    {"new", by_new, delete_one, 0, 100, nullptr},
    {"new[]", by_new_array, delete_array, 0, 100, nullptr},
    {"new (nothrow)", by_new_nothrow, delete_one, 0, 100, nullptr},
    {"new (nothrow)[]", by_new_array_nothrow, delete_array, 0, 100, nullptr},
    {"new aligned", by_new_aligned, delete_aligned, 0, 128, nullptr},
    {"new[] aligned", by_new_array_aligned, delete_array_aligned, 0, 128, nullptr},
};
const size_t plus_allocation_count = ARRAY_SIZE(plus_allocations);
