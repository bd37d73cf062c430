// SPDX-License-Identifier: Apache-2.0
// A growing array in pages of the host, for tables about the application's memory. It uses neither
// the host's allocator (which a sanitizer watches and a program may have damaged) nor a deep stack.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <type_traits>

namespace hosted {

template <typename T>
class HostArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  T* begin() const { return items_; }
  T* end() const { return items_ + size_; }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) const { return items_[i]; }
  // Elements that were never used are zero. If the host has no memory, the size stays and false is
  // returned.
  bool resize(std::size_t size) {
    if (size > room_) {
      constexpr std::size_t kFirstBytes = std::size_t{1} << 16;
      std::size_t bytes = room_ != 0 ? room_ * sizeof(T) : kFirstBytes / 2;
      do {
        bytes *= 2;
      } while (bytes / sizeof(T) < size);
      void* grown = items_ == nullptr ? mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                                      : mremap(items_, room_ * sizeof(T), bytes, MREMAP_MAYMOVE);
      if (grown == MAP_FAILED) {
        return false;
      }
      items_ = static_cast<T*>(grown);
      room_ = bytes / sizeof(T);
    }
    size_ = size;
    return true;
  }
  bool push_back(const T& item) {
    if (!resize(size_ + 1)) {
      return false;
    }
    items_[size_ - 1] = item;
    return true;
  }
  void clear() { size_ = 0; }
  // Gives the memory back. There is no destructor: tables live as long as the process, and copies
  // share their memory.
  void release() {
    if (items_ != nullptr) {
      (void)munmap(items_, room_ * sizeof(T));
    }
    *this = {};
  }

 private:
  T* items_ = nullptr;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
};

}  // namespace hosted
