// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/evidence_store.hpp"
#include "wire/crc32.hpp"

namespace {

using namespace tidemark;

std::array<std::uint8_t, kEvidenceBytes> g_bytes;

void check(bool is_right) {
  if (!is_right) {
    std::abort();
  }
}

void read(std::size_t offset, Span<std::uint8_t> out) {
  check(offset <= g_bytes.size() && out.size() <= g_bytes.size() - offset);
  std::copy_n(g_bytes.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
}

void write(std::size_t offset, Span<const std::uint8_t> from) {
  check(offset <= g_bytes.size() && from.size() <= g_bytes.size() - offset);
  std::copy_n(from.begin(), from.size(), g_bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

/// Otherwise no input gets past the CRC.
void mend(std::size_t slot) {
  std::uint8_t* at = g_bytes.data() + slot * kEvidenceSlotBytes;
  constexpr std::uint8_t kMark[] = {'T', 'M', 'E'};
  std::copy_n(kMark, sizeof(kMark), at);
  at[3] = at[3] % 2 != 0 ? 'n' : 'r';
  const std::uint32_t crc = wire::crc32({at + 8, kEvidenceRecordBytes - 8});
  for (unsigned i = 0; i < 4; ++i) {
    at[4 + i] = static_cast<std::uint8_t>(crc >> (8 * i));
  }
}

std::size_t walk(const EvidenceStore& store) {
  std::size_t items = 0;
  std::size_t i = 0;
  for (EvidenceLevel level; store.level_at(i, &level); ++i, ++items) {
    check(static_cast<std::size_t>(level.kind) < wire::kResourceKinds);
  }
  check(i <= wire::kRestartLevels);
  i = 0;
  for (EvidenceSite site; store.site_at(i, &site); ++i, ++items) {
  }
  check(i <= wire::kRestartSites);
  i = 0;
  for (EvidenceEvent event; store.event_at(i, &event); ++i, ++items) {
    check(event.kind <= wire::RestartEventKind::kGuard);
  }
  check(i <= wire::kRestartEvents);
  return items;
}

}  // namespace

/// Any bytes as the memory of records: nothing is read that is not there, what is found is in its
/// bounds, and a record written after it comes back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  g_bytes.fill(0);
  std::copy_n(data + 1, std::min(size - 1, g_bytes.size()), g_bytes.begin());
  for (std::size_t slot = 0; slot < 2; ++slot) {
    if ((data[0] >> slot & 1) != 0) {
      mend(slot);
    }
  }
  EvidenceStore store({read, write});
  const EvidenceFound found = store.open();
  EvidenceHead head{};
  const bool has_head = store.head(&head);
  check(has_head == (found == EvidenceFound::kRead || found == EvidenceFound::kNew));
  check(has_head || walk(store) == 0);
  if (has_head) {
    (void)walk(store);
    check(head.reason <= wire::RestartReason::kHealthCheck && head.lives <= kEvidenceLives &&
          head.build.size <= kEvidenceBuildBytes);
    check(recent_restarts(head, 10) <= kEvidenceLives + 1);
    succeed(&head);
  }
  std::uint64_t pulse = 0;
  (void)store.read_pulse(&pulse);
  head.reason = wire::RestartReason::kPanic;
  head.restarts = 4711;
  store.write(head, {});
  EvidenceStore next({read, write});
  check(next.open() == EvidenceFound::kNew && next.head(&head) && head.restarts == 4711);
  return 0;
}
