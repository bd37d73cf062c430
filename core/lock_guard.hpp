// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/port.hpp"

namespace tidemark {

/// The monitor's lock for the life of the guard; held() is false in an interrupt handler.
class LockGuard {
 public:
  LockGuard() : held_(port::lock()) {}
  ~LockGuard() {
    if (held_) {
      port::unlock();
    }
  }
  LockGuard(const LockGuard&) = delete;
  LockGuard& operator=(const LockGuard&) = delete;

  [[nodiscard]] bool held() const { return held_; }

 private:
  bool held_;
};

}  // namespace tidemark
