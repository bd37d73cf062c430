// SPDX-License-Identifier: Apache-2.0
#include "core/evidence.hpp"

namespace tidemark {
namespace {

constexpr std::uint32_t kMsPerSecond = 1000;
constexpr std::uint32_t kSecondsPerMinute = 60;

std::uint32_t seconds_of(std::uint64_t ms) {
  const std::uint64_t most = std::uint64_t{UINT32_MAX} * kMsPerSecond;
  return ms > most ? UINT32_MAX : static_cast<std::uint32_t>(ms / kMsPerSecond);
}

}  // namespace

void set_evidence_name(Text name, EvidenceName* out) {
  *out = {};
  for (const char c : name) {
    if (c == '\0' || !out->push(c)) {
      return;
    }
  }
}

std::uint32_t recent_restarts(const EvidenceHead& head, std::uint32_t minutes) {
  if (!is_counted(head.reason)) {
    return 0;
  }
  std::uint64_t ago_s = seconds_of(head.lived_ms);  // of the restart before this one
  std::uint32_t count = 1;
  for (; count <= head.lives && ago_s <= std::uint64_t{minutes} * kSecondsPerMinute; ++count) {
    ago_s += head.lives_s[count - 1];
  }
  return count;
}

void succeed(EvidenceHead* head) {
  EvidenceHead next{};
  next.restarts = head->restarts;
  if (is_counted(head->reason)) {
    next.lives_s[0] = seconds_of(head->lived_ms);
    next.lives = 1;
    for (; next.lives <= head->lives && next.lives < kEvidenceLives; ++next.lives) {
      next.lives_s[next.lives] = head->lives_s[next.lives - 1];
    }
  }
  *head = next;
}

}  // namespace tidemark
