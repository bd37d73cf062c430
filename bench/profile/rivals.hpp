// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// Tables of live blocks as others keep them, written for these measurements from how they are
/// known to behave. Each tracks every block, or as many as it has room for.
namespace rivals {

struct Block {
  const void* address;
  std::uint32_t bytes;
  const void* caller;
};

/// An array in the order of allocation, searched from its begin; what finds it full is dropped, and
/// what follows a freed one moves up.
template <std::size_t kBlocks>
class LinearTable {
 public:
  [[gnu::noinline]] void take(const void* address, std::uint32_t bytes, const void* caller) {
    if (used_ == kBlocks) {
      ++dropped_;
      return;
    }
    blocks_[used_] = {address, bytes, caller};
    ++used_;
  }
  [[gnu::noinline]] void released(const void* address) {
    for (std::size_t i = 0; i < used_; ++i) {
      if (blocks_[i].address == address) {
        for (; i + 1 < used_; ++i) {
          blocks_[i] = blocks_[i + 1];
        }
        --used_;
        return;
      }
    }
  }
  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] const Block& operator[](std::size_t index) const { return blocks_[index]; }

 private:
  Block blocks_[kBlocks] = {};
  std::size_t used_ = 0;
  std::uint32_t dropped_ = 0;
};

/// A ring in which a new block takes the place of the oldest; a freed one is looked for from the
/// newest on.
template <std::size_t kBlocks>
class OldestGoesRing {
 public:
  [[gnu::noinline]] void take(const void* address, std::uint32_t bytes, const void* caller) {
    blocks_[next_] = {address, bytes, caller};
    next_ = next_ + 1 < kBlocks ? next_ + 1 : 0;
  }
  [[gnu::noinline]] void released(const void* address) {
    for (std::size_t i = 0, slot = next_; i < kBlocks; ++i) {
      slot = slot > 0 ? slot - 1 : kBlocks - 1;
      if (blocks_[slot].address == address) {
        blocks_[slot].address = nullptr;
        return;
      }
    }
  }
  [[nodiscard]] std::size_t size() const { return kBlocks; }
  [[nodiscard]] const Block& operator[](std::size_t index) const { return blocks_[index]; }

 private:
  Block blocks_[kBlocks] = {};
  std::size_t next_ = 0;
};

}  // namespace rivals
