// SPDX-License-Identifier: Apache-2.0
#include "core/callback_link.hpp"

#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "tidemark/tidemark.h"

namespace tidemark {
namespace {

constinit const tidemark_link* g_link = nullptr;

}  // namespace

Sent send_by_callback(Span<const std::uint8_t> message) {
  const tidemark_link* link = nullptr;
  {
    const LockGuard guard;
    link = g_link;
  }
  const int busy = port::to_errno(Status::kBusy);
  const int result =
      link != nullptr ? link->send(message.data(), message.size(), link->user_data) : busy;
  return result == 0 ? Sent::kSent : result == busy ? Sent::kBusy : Sent::kRefused;
}

}  // namespace tidemark

extern "C" {

using namespace tidemark;

int tidemark_link_set(const tidemark_link* link) {
  if constexpr (!kLinkIsCallback) {
    return port::to_errno(Status::kAbsent);
  }
  if (link != nullptr && link->send == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const LockGuard guard;
  if (!guard.held()) {
    return port::to_errno(Status::kBusy);
  }
  g_link = link;
  return 0;
}

int tidemark_link_ready(void) {
  if constexpr (!kLinkIsCallback) {
    return port::to_errno(Status::kAbsent);
  }
  return port::to_errno(link_came_up());
}

}  // extern "C"
