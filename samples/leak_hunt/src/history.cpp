// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "leaks.h"

namespace {

struct Reading {
  uint32_t value;
  int64_t at_ms;
};

/// Grows at one end for ever: the fifth leak. Each element is reachable, and none is ever wanted.
template <typename T>
class List {
 public:
  void add(const T& value) {
    Node* node = new Node{value, first_};
    if (node != nullptr) {
      first_ = node;
    }
  }

 private:
  struct Node {
    T value;
    Node* next;
  };
  Node* first_ = nullptr;
};

List<Reading> history;

}  // namespace

void history_added(uint32_t reading) {
  history.add({reading, k_uptime_get()});
}
