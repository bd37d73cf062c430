// SPDX-License-Identifier: Apache-2.0
// Writes records for as long as it lives, and is reset at any moment. Each boot checks what it
// finds: the record that was being written, or the one before it, whole in every field, or none
// where there was none before. Prints where it stands at each boot.
#include <zephyr/kernel.h>
#include <zephyr/sys/reboot.h>

#include "core/restart.hpp"

using namespace tidemark;

#if defined(CONFIG_APP_RESETS_ITSELF)
extern "C" void reset_after_us(unsigned int us);
#endif

namespace {

constexpr std::uint32_t kMagic = 0x72657365;

// What the lives know of each other besides, each word written by itself.
struct Kept {
  std::uint32_t magic;
  std::uint32_t begun;  // the number of the record that is being written
  std::uint32_t done;   // of the latest that was
  std::uint32_t seen;   // of the one that the latest boot found
  std::uint32_t random;
  std::uint32_t boots;
  std::uint32_t in_writing;  // resets while a record was being written
  std::uint32_t found_new;   // of these, where that record was whole nevertheless
  std::uint32_t found_none;
  std::uint32_t wrong;
};
__noinit volatile Kept kept;

#if defined(CONFIG_APP_RESETS_ITSELF)
std::uint32_t random_below(std::uint32_t limit) {
  kept.random = kept.random * 1664525u + 1013904223u;
  return static_cast<std::uint32_t>((std::uint64_t{kept.random} * limit) >> 32);
}
#endif

// Every field of a record follows from its number.
std::uint32_t field(std::uint32_t number, std::uint32_t which) {
  return (number + which * 0x9E3779B9u) * 0x85EBCA6Bu;
}

void name_by(std::uint32_t number, std::uint32_t which, EvidenceName* out) {
  char text[kEvidenceNameBytes];
  std::uint32_t left = field(number, which);
  for (char& c : text) {
    c = static_cast<char>('a' + left % 16);
    left = left >> 2 | left << 30;
  }
  set_evidence_name({text, 1 + field(number, which) % kEvidenceNameBytes}, out);
}

void make_head(std::uint32_t number, EvidenceHead* head) {
  *head = {};
  head->reason = static_cast<wire::RestartReason>(1 + number % 9);
  head->was_safe_mode = number % 2 != 0;
  head->lived_ms = std::uint64_t{field(number, 1)} << 8;
  head->at = std::uint64_t{field(number, 2)} << 32 | field(number, 3);
  head->size = {field(number, 4), number % 3 != 0};
  head->largest_free = {field(number, 5), number % 5 != 0};
  head->restarts = number;
  name_by(number, 6, &head->resource);
  name_by(number, 7, &head->thread);
  for (std::uint32_t i = 0; i < number % (kEvidenceBuildBytes + 1); ++i) {
    head->build.push(static_cast<char>(field(number, 8 + i)));
  }
  head->lives = static_cast<std::uint8_t>(number % (kEvidenceLives + 1));
  for (std::uint32_t i = 0; i < head->lives; ++i) {
    head->lives_s[i] = field(number, 40 + i);
  }
}

void make_at_hand(std::uint32_t number, EvidenceAtHand* at_hand) {
  *at_hand = {};
  at_hand->levels.count = static_cast<std::uint8_t>(number % (wire::kRestartLevels + 1));
  for (std::uint32_t i = 0; i < at_hand->levels.count; ++i) {
    at_hand->levels.items[i] = {static_cast<wire::ResourceKind>(number % wire::kResourceKinds),
                                static_cast<wire::Level>(number % 3),
                                static_cast<wire::Verdict>((number + i) % 3),
                                field(number, 50 + i),
                                field(number, 60 + i),
                                {}};
    name_by(number, 70 + i, &at_hand->levels.items[i].name);
  }
  at_hand->sites.count = static_cast<std::uint8_t>((number + 1) % (wire::kRestartSites + 1));
  for (std::uint32_t i = 0; i < at_hand->sites.count; ++i) {
    at_hand->sites.items[i] = {std::uint64_t{field(number, 80 + i)} << 20, field(number, 90 + i),
                               field(number, 100 + i)};
  }
  at_hand->events.count = static_cast<std::uint8_t>((number + 2) % (wire::kRestartEvents + 1));
  for (std::uint32_t i = 0; i < at_hand->events.count; ++i) {
    at_hand->events.items[i] = {0,
                                static_cast<wire::RestartEventKind>((number + i) % 5),
                                static_cast<std::uint8_t>(number + i),
                                {}};
    name_by(number, 110 + i, &at_hand->events.items[i].name);
  }
}

bool same(const EvidenceHead& a, const EvidenceHead& b) {
  for (std::size_t i = 0; i < kEvidenceLives; ++i) {
    if (a.lives_s[i] != b.lives_s[i]) {
      return false;
    }
  }
  return a.reason == b.reason && a.was_safe_mode == b.was_safe_mode && a.lived_ms == b.lived_ms &&
         a.at == b.at && a.size == b.size && a.largest_free == b.largest_free &&
         a.resource == b.resource && a.thread == b.thread && a.build == b.build &&
         a.lives == b.lives;
}

EvidenceHead made_head;
EvidenceAtHand made;

bool is_as_written(const EvidenceStore& store, const EvidenceHead& head) {
  make_head(head.restarts, &made_head);
  make_at_hand(head.restarts, &made);
  bool is_right = same(head, made_head);
  std::size_t i = 0;
  for (EvidenceLevel level{}; store.level_at(i, &level); ++i) {
    const EvidenceLevel& right = made.levels.items[i];
    is_right = is_right && level.kind == right.kind && level.level == right.level &&
               level.verdict == right.verdict && level.used == right.used &&
               level.capacity == right.capacity && level.name == right.name;
  }
  is_right = is_right && i == made.levels.count;
  i = 0;
  for (EvidenceSite site{}; store.site_at(i, &site); ++i) {
    const EvidenceSite& right = made.sites.items[i];
    is_right = is_right && site.at == right.at && site.live_bytes == right.live_bytes &&
               site.live_blocks == right.live_blocks;
  }
  is_right = is_right && i == made.sites.count;
  i = 0;
  for (EvidenceEvent event{}; store.event_at(i, &event); ++i) {
    const EvidenceEvent& right = made.events.items[i];
    is_right = is_right && event.up_s == static_cast<std::uint32_t>(head.lived_ms / 1000) &&
               event.kind == right.kind && event.value == right.value && event.name == right.name;
  }
  return is_right && i == made.events.count;
}

void begin_anew() {
  kept.boots = 0;
  kept.begun = 0;
  kept.done = 0;
  kept.seen = 0;
  kept.in_writing = 0;
  kept.found_new = 0;
  kept.found_none = 0;
  kept.wrong = 0;
  kept.random = 2026;
  kept.magic = kMagic;
}

void complain(const char* what, std::uint32_t number) {
  kept.wrong = kept.wrong + 1;
  printk("WRONG: boot %u: %s: found %u, begun %u, done %u, seen %u\n", kept.boots, what, number,
         kept.begun, kept.done, kept.seen);
}

// Returns the number of the record that was found.
std::uint32_t check(const EvidenceStore& store) {
  EvidenceHead head{};
  const std::uint32_t number = store.head(&head) ? head.restarts : 0;
  const bool was_in_writing = kept.begun != kept.done;
  kept.in_writing = kept.in_writing + (was_in_writing ? 1 : 0);
  kept.found_new = kept.found_new + (was_in_writing && number == kept.begun ? 1 : 0);
  kept.found_none = kept.found_none + (number == 0 ? 1 : 0);
  // All records of a life take the place of the older of the two that it began with; the one that
  // is written over is there until the first byte is.
  const bool is_old = was_in_writing && (number == kept.seen || number == kept.done);
  if (number != kept.begun && !is_old) {
    complain("neither the old nor the new", number);
  } else if (number != 0 && !is_as_written(store, head)) {
    complain("not as it was written", number);
  }
  // What the module makes of it: a record that the boot before saw is not of the life that ended.
  if ((evidence_found() == EvidenceFound::kNew) != (number != kept.seen)) {
    complain("taken for another life's", number);
  }
  return number;
}

void write_for_ever(EvidenceStore& store) {
  for (;;) {
    const std::uint32_t number = kept.begun + 1;
    make_head(number, &made_head);
    make_at_hand(number, &made);
    kept.begun = number;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    store.write(made_head, made);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    kept.done = number;
  }
}

}  // namespace

int main(void) {
  EvidenceStore store({port::read_evidence, port::write_evidence});
  (void)store.open();
  if (kept.magic != kMagic) {
    begin_anew();
  } else {
    kept.boots = kept.boots + 1;
    const std::uint32_t number = check(store);
    kept.begun = number;
    kept.done = number;
    kept.seen = number;
  }
  if (kept.boots >= CONFIG_APP_RESETS) {
    printk(
        "%s: %u resets, %u while a record was written: %u found the new one, %u the one before; "
        "%u found none, %u a wrong one\n",
        kept.wrong == 0 ? "PASS" : "FAIL", kept.boots, kept.in_writing, kept.found_new,
        kept.in_writing - kept.found_new, kept.found_none, kept.wrong);
    return 0;
  }
#if defined(CONFIG_APP_RESETS_ITSELF)
  k_msleep(1);  // the host lets no device restart for ever at one moment
  reset_after_us(1 + random_below(1500));
#else
  printk("boot %u\n", kept.boots);
#endif
  write_for_ever(store);
}
