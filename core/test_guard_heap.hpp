// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "core/guard.hpp"

/// The guard's port for tests: heaps of real memory that hand out blocks as a sys_heap does, and
/// check that nothing but blocks comes back and that nobody wrote into their own words.
namespace tidemark {

class GuardTestHeap {
 public:
  explicit GuardTestHeap(std::size_t bytes);
  GuardTestHeap(const GuardTestHeap&) = delete;
  GuardTestHeap& operator=(const GuardTestHeap&) = delete;

  /// As the guard knows it.
  [[nodiscard]] void* id() { return &metadata_; }
  [[nodiscard]] std::uintptr_t begin() const { return metadata_; }
  [[nodiscard]] std::uintptr_t end() const { return metadata_ + memory_.size() - 64; }

  void* alloc(std::size_t align, std::size_t bytes);
  void free(void* block);
  void* realloc(void* block, std::size_t align, std::size_t bytes);
  void clear() { chunks_.clear(); }
  [[nodiscard]] std::size_t used_blocks() const { return chunks_.size(); }

 private:
  struct Chunk {
    std::uintptr_t end;
    std::uintptr_t block;
  };

  std::uintptr_t metadata_;  // the first member, as in a struct sys_heap
  std::vector<std::uint8_t> memory_;
  std::map<std::uintptr_t, Chunk> chunks_;
};

/// port::guard(): two heaps, room for two faults. One for all tests of a program.
Guard& image_guard();

/// One at a time lives.
struct GuardTestPort {
  GuardTestPort();
  ~GuardTestPort();
  GuardTestPort(const GuardTestPort&) = delete;
  GuardTestPort& operator=(const GuardTestPort&) = delete;

  const void* thread = nullptr;
  std::vector<GuardFinding> found;
};

}  // namespace tidemark
