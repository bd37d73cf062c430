// SPDX-License-Identifier: Apache-2.0
// The C API of the profile in an image without one.
#include "core/port.hpp"
#include "tidemark/profile.h"

namespace {

int absent() {
  return tidemark::port::to_errno(tidemark::Status::kAbsent);
}

}  // namespace

extern "C" {

int tidemark_profile_get(tidemark_profile* /*out*/) {
  return absent();
}

int tidemark_site_get(size_t* /*cursor*/, tidemark_site* /*out*/) {
  return absent();
}

int tidemark_owner_get(size_t* /*cursor*/, tidemark_owner* /*out*/) {
  return absent();
}

int tidemark_live_get(size_t* /*cursor*/, tidemark_block* /*out*/) {
  return absent();
}

int tidemark_suspects_get(const void* /*pool*/, uint32_t /*window_s*/, tidemark_suspect* /*out*/,
                          size_t /*count*/) {
  return absent();
}

int tidemark_mark(void) {
  return absent();
}

int tidemark_cycle(uint32_t /*cycles*/) {
  return absent();
}

}  // extern "C"
