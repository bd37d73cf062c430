// SPDX-License-Identifier: Apache-2.0
// A program whose debug information symbols_test.cpp reads. It prints what it knows itself:
// "return ADDRESS LINE" of a call, and "object ADDRESS".
#include <cstdio>

int the_object[4];

namespace store {

struct Cache {
  [[gnu::noinline]] void note(int line) {
    std::printf("return %p %d\n", __builtin_return_address(0), line);
  }
  // Put in line below: the call of note() stands in put() and in main().
  [[gnu::always_inline]] void put(int value) {
    the_object[value] = value;
    note(__LINE__);
    the_object[value] = value;
  }
};

}  // namespace store

int main() {
  store::Cache cache;
  cache.put(1);
  std::printf("object %p\n", static_cast<void*>(the_object));
  return 0;
}
