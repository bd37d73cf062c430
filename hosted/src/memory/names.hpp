// SPDX-License-Identifier: Apache-2.0
// Names that were met, and which of them a user may have meant by one that was not.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted {

// Whether `meant` may be a slip of the keyboard for `name`: a third of its letters, and at most
// three, are wrong, missing or too many, whatever their case.
bool is_near(const char* name, const char* meant);

// The first 24 names that were added; holds no pointer. Names are cut at 47 characters.
class Names {
 public:
  void add(const char* name);
  bool has(const char* name) const;
  std::size_t size() const { return count_; }
  // "did you mean 'worker'? those that did: 'main', 'worker'", with `what` before the list.
  const char* describe(const char* wanted, const char* what, char* buffer, std::size_t size) const;

 private:
  static constexpr std::size_t kMost = 24;
  static constexpr std::size_t kLength = 48;
  char names_[kMost][kLength];
  std::uint32_t count_;
  std::uint32_t newest_;  // that was added again last
  bool more_;             // than there is room for
};

// What to do about a name that no heap, slab or blocks of the program has. Deep stack.
const char* which_heap(const char* wanted, char* buffer, std::size_t size);

}  // namespace hosted
