// SPDX-License-Identifier: Apache-2.0
// Values that a test tells to the mocks it has put in place of functions.
#include <cstring>

#include "ztest/runner.hpp"

#ifdef CONFIG_ZTEST_MOCKING
namespace {

struct Told {
  const char* function;
  const char* name;
  uintptr_t value;
};

// Values in the order in which they were told, without gaps.
class List {
 public:
  bool push(const Told& told);
  // The oldest value of that function and parameter, taken out; false if there is none.
  bool take(const char* function, const char* name, uintptr_t* value);
  const Told* first() const { return count_ > 0 ? items_ : nullptr; }
  void clear() { count_ = 0; }
  std::size_t count() const { return count_; }

 private:
  Told items_[CONFIG_ZTEST_PARAMETER_COUNT];
  std::size_t count_ = 0;
};

List g_parameters;
List g_returns;

bool List::push(const Told& told) {
  if (g_parameters.count() + g_returns.count() >= CONFIG_ZTEST_PARAMETER_COUNT) {
    printk("No more mock parameters available for allocation\n");
    ztest_test_fail();
    return false;
  }
  items_[count_++] = told;
  return true;
}

bool List::take(const char* function, const char* name, uintptr_t* value) {
  for (std::size_t i = 0; i < count_; ++i) {
    if (std::strcmp(items_[i].function, function) == 0 && std::strcmp(items_[i].name, name) == 0) {
      *value = items_[i].value;
      --count_;
      for (; i < count_; ++i) {
        items_[i] = items_[i + 1];
      }
      return true;
    }
  }
  return false;
}

bool take_parameter(const char* fn, const char* name, uintptr_t* value) {
  if (g_parameters.take(fn, name, value)) {
    return true;
  }
  PRINT("Failed to find parameter %s for %s\n", name, fn);
  return false;
}

}  // namespace

extern "C" {

void z_init_mock(void) {}

void z_ztest_expect_value(const char* fn, const char* name, uintptr_t value) {
  (void)g_parameters.push({fn, name, value});
}

void z_ztest_check_expected_value(const char* fn, const char* name, uintptr_t value) {
  uintptr_t expected = 0;
  if (!take_parameter(fn, name, &expected)) {
    ztest_test_fail();
  } else if (expected != value) {
    PRINT("%s:%s received wrong value: Got %lu, expected %lu\n", fn, name, value, expected);
    ztest_test_fail();
  }
}

void z_ztest_expect_data(const char* fn, const char* name, void* data) {
  z_ztest_expect_value(fn, name, reinterpret_cast<uintptr_t>(data));
}

void z_ztest_check_expected_data(const char* fn, const char* name, void* data, uint32_t length) {
  uintptr_t raw = 0;
  if (!take_parameter(fn, name, &raw)) {
    ztest_test_fail();
    return;
  }
  auto* expected = reinterpret_cast<const void*>(raw);
  if (expected == nullptr && data != nullptr) {
    PRINT("%s:%s received data while expected null pointer\n", fn, name);
    ztest_test_fail();
  } else if (data == nullptr && expected != nullptr) {
    PRINT("%s:%s received null pointer while expected data\n", fn, name);
    ztest_test_fail();
  } else if (data != nullptr && std::memcmp(data, expected, length) != 0) {
    PRINT("%s:%s data provided don't match\n", fn, name);
    ztest_test_fail();
  }
}

void z_ztest_return_data(const char* fn, const char* name, void* data) {
  z_ztest_expect_value(fn, name, reinterpret_cast<uintptr_t>(data));
}

void z_ztest_copy_return_data(const char* fn, const char* name, void* data, uint32_t length) {
  if (data == nullptr) {
    PRINT("%s:%s received null pointer\n", fn, name);
    ztest_test_fail();
    return;
  }
  uintptr_t source = 0;
  if (!take_parameter(fn, name, &source)) {
    std::memset(data, 0, length);
    ztest_test_fail();
    return;
  }
  std::memcpy(data, reinterpret_cast<const void*>(source), length);
}

void z_ztest_returns_value(const char* fn, uintptr_t value) {
  (void)g_returns.push({fn, "", value});
}

uintptr_t z_ztest_get_return_value(const char* fn) {
  uintptr_t value = 0;
  if (!g_returns.take(fn, "", &value)) {
    PRINT("Failed to find return value for function %s\n", fn);
    ztest_test_fail();
  }
  return value;
}

int z_cleanup_mock(void) {
  int left = 0;
  if (const Told* told = g_parameters.first(); told != nullptr) {
    PRINT("Parameter not used by mock: %s:%s\n", told->function, told->name);
    left = 1;
  }
  if (const Told* told = g_returns.first(); told != nullptr) {
    PRINT("Return value no used by mock: %s\n", told->function);
    left = 2;
  }
  g_parameters.clear();
  g_returns.clear();
  return left;
}

}  // extern "C"
#endif
