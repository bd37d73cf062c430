// SPDX-License-Identifier: Apache-2.0
// The same from C++: objects in blocks of Zephyr's allocators, and new and delete, which are the
// host's.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "faults.h"

namespace {

struct Free {
  void operator()(void* block) const { k_free(block); }
};
template <typename T>
using Owner = std::unique_ptr<T, Free>;

struct Point {
  int values[5];
  ~Point() { values[0] = -1; }
  __noinline void set(int at, int value) { values[at] = value; }
};

Owner<Point> make_point() {
  return Owner<Point>(new (k_malloc(sizeof(Point))) Point{});
}

char* volatile first_of;

void plus_past_end() {
  auto point = make_point();
  auto* bytes = reinterpret_cast<char*>(point.get());
  kept = bytes;
  kept[sizeof(Point)] = 1;
}
void plus_after_reset() {
  auto point = make_point();
  Point* raw = point.get();
  point.reset();
  raw->set(2, 1);
}
void plus_two_owners() {
  auto point = make_point();
  Owner<Point> other(point.get());
}
void plus_leak() {
  kept = reinterpret_cast<char*>(make_point().release());
  kept = nullptr;
}
void plus_new_past_end() {
  first_of = new char[10];
  first_of[10] = 1;
}
void plus_new_after_delete() {
  first_of = new char[10];
  delete[] first_of;
  first_of[3] = 1;
}
void plus_new_to_k_free() {
  first_of = new char[10];
  k_free(first_of);
}
void plus_delete_of_block() {
  kept = static_cast<char*>(k_malloc(10));
  delete kept;
}

template <typename T>
struct InHeap {
  using value_type = T;
  InHeap() = default;
  template <typename U>
  InHeap(const InHeap<U>&) {}
  T* allocate(std::size_t count) {
    return static_cast<T*>(k_heap_alloc(&my_heap, count * sizeof(T), K_NO_WAIT));
  }
  void deallocate(T* block, std::size_t) { k_heap_free(&my_heap, block); }
  bool operator==(const InHeap&) const { return true; }
  bool operator!=(const InHeap&) const { return false; }
};

void plus_vector_index() {
  std::vector<int, InHeap<int>> numbers(3);
  numbers.data()[3 + sink] = 1;
}

void ok_plus() {
  auto point = make_point();
  point->set(4, 1);
  Owner<Point> moved = std::move(point);
  std::vector<int, InHeap<int>> numbers;
  for (int i = 0; i < 100; ++i) {
    numbers.push_back(i);
  }
  std::vector<Owner<Point>> points;
  for (int i = 0; i < 10; ++i) {
    points.push_back(make_point());
  }
  points.erase(points.begin() + 3);
  std::unique_ptr<Point[]> host(new Point[4]);
  std::memset(static_cast<void*>(host.get()), 1, 4 * sizeof(Point));
}

}  // namespace

const fault_case plus_cases[] = {
    CASE(plus_past_end),
    CASE(plus_after_reset),
    CASE(plus_two_owners),
    CASE(plus_leak),
    CASE(plus_new_past_end),
    CASE(plus_new_after_delete),
    CASE(plus_new_to_k_free),
    CASE(plus_delete_of_block),
    CASE(plus_vector_index),
    CASE(ok_plus),
    NO_MORE_CASES,
};
