// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace tidemark {

/// Selects our own placement new: Zephyr's minimal C++ library has none before its newest releases,
/// and has it there, so that the plain one can be neither used nor defined.
struct InPlaceTag {};

}  // namespace tidemark

inline void* operator new(std::size_t /*size*/, tidemark::InPlaceTag /*tag*/,
                          void* where) noexcept {
  return where;
}
// Called only if a constructor threw, which none here does; it makes the pair complete.
inline void operator delete(void* /*object*/, tidemark::InPlaceTag /*tag*/,
                            void* /*where*/) noexcept {}

namespace tidemark {

/// Room for a T in static memory, made when emplace() says so: no constructor runs before main, and
/// the room is in .bss. Using the T before emplace() is the caller's error. sizeof(T) bytes. A T
/// made before is not destroyed: T must not need it.
template <typename T>
class InPlace {
 public:
  template <typename... Args>
  T& emplace(Args... args) {
    return *new (InPlaceTag{}, bytes_) T(args...);
  }

  [[nodiscard]] T& operator*() { return *reinterpret_cast<T*>(bytes_); }
  [[nodiscard]] const T& operator*() const { return *reinterpret_cast<const T*>(bytes_); }
  [[nodiscard]] T* operator->() { return &**this; }
  [[nodiscard]] const T* operator->() const { return &**this; }

 private:
  alignas(T) unsigned char bytes_[sizeof(T)] = {};
};

}  // namespace tidemark
