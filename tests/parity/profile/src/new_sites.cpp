// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/util.h>

#include "sites.h"

namespace {

struct Object {
  int members[10];
};

void* volatile latest;

}  // namespace

extern "C" {

static SITE void* by_new(size_t /*bytes*/) {
  latest = new Object;
  return latest;
}

static SITE void* by_new_array(size_t bytes) {
  latest = new char[bytes];
  return latest;
}

static void give_object(void* block) {
  delete static_cast<Object*>(block);
}

static void give_array(void* block) {
  delete[] static_cast<char*>(block);
}

const struct site new_sites[] = {
    {"by_new", by_new, give_object, nullptr, sizeof(Object)},
    {"by_new_array", by_new_array, give_array, nullptr, 0},
};
const size_t new_site_count = ARRAY_SIZE(new_sites);
}
