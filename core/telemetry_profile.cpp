// SPDX-License-Identifier: Apache-2.0
// Snapshots of the profile as messages: a device without it does not link this.
#include "core/features.hpp"
#include "core/profile_views.hpp"
#include "core/profiler.hpp"
#include "core/telemetry.hpp"

namespace tidemark {
namespace {

using Stage = SnapshotProgress<true>::Stage;
using Slots = wire::ListMessage::Slots;

struct SlotLine {
  union {
    wire::BlockLine block;
    wire::SiteLine site;
    wire::OwnerLine owner;
  };
};

std::size_t capacity_of(const Profiler& profiler, Stage stage) {
  return stage == Stage::kBlocks  ? profiler.record_capacity()
         : stage == Stage::kSites ? profiler.site_capacity()
                                  : profiler.owner_capacity();
}

Slots slots_of(Stage stage) {
  return stage == Stage::kBlocks  ? Slots::kBlocks
         : stage == Stage::kSites ? Slots::kSites
                                  : Slots::kOwners;
}

Stage next(Stage stage) {
  return static_cast<Stage>(static_cast<unsigned>(stage) + 1);
}

/// Returns false iff the slot is free.
bool read_slot(Profiler& profiler, Stage stage, std::size_t slot, SlotLine* out) {
  switch (stage) {
    case Stage::kBlocks:
      return profiler.record_at(slot, &out->block);
    case Stage::kSites:
      return profiler.site_at(slot, &out->site);
    default:
      return owner_with_name(profiler, slot, &out->owner);
  }
}

bool add_slot(wire::ListMessage* list, Stage stage, const SlotLine& line) {
  switch (stage) {
    case Stage::kBlocks:
      return list->add(line.block);
    case Stage::kSites:
      return list->add(line.site);
    default:
      return list->add(line.owner);
  }
}

}  // namespace

bool Telemetry::has_room() const {
  if constexpr (kWithRing) {
    return outbox_ == nullptr || outbox_->has_room(wire::kMaxMessageBytes);
  }
  return true;
}

/// Returns the bytes of the message that says so.
std::size_t Telemetry::begin_snapshot(Profiler& profiler) {
  snapshot_.is_due = false;
  snapshot_.stage = Stage::kBlocks;
  snapshot_.slot = 0;
  ++snapshot_.number;
  snapshot_.number += snapshot_.number == 0 ? 1u : 0u;
  wire::ProfileLine line{};
  profiler.totals(&line);
  line.snapshot = snapshot_.number;
  return wire::write_message(next_header(), line, room());
}

/// Returns the bytes of the message with as many slots of the stage as fit; after the last, the
/// next stage is set.
std::size_t Telemetry::make_snapshot_part(Profiler& profiler) {
  const Stage stage = snapshot_.stage;
  const std::size_t capacity = capacity_of(profiler, stage);
  wire::ListMessage list(next_header(), slots_of(stage), snapshot_.number, snapshot_.slot, room());
  std::size_t told = snapshot_.slot;
  bool is_full = false;
  const auto skip_to = [&](std::size_t slot) {
    is_full = told < slot && !list.add_free(static_cast<std::uint32_t>(slot - told));
    told = is_full ? told : slot;
  };
  for (std::size_t slot = told; slot < capacity && !is_full; ++slot) {
    SlotLine line;
    if (!read_slot(profiler, stage, slot, &line)) {
      continue;
    }
    skip_to(slot);
    is_full = is_full || !add_slot(&list, stage, line);
    told += is_full ? 0u : 1u;
  }
  if (!is_full) {
    skip_to(capacity);
  }
  snapshot_.slot = static_cast<std::uint16_t>(told);
  if (told == capacity) {
    snapshot_.slot = 0;
    snapshot_.stage = stage == Stage::kOwners ? Stage::kNone : next(stage);
  }
  if (list.count() == 0) {
    --sequence_;  // nothing to send: the number is still free
  }
  return list.finish();
}

void Telemetry::send_profile(Monitor& monitor, Profiler& profiler) {
  if (is_down()) {
    snapshot_.stage = Stage::kNone;
    snapshot_.is_due = false;
    return;
  }
  for (std::size_t sent = 0; sent < kProfilePeriodBytes && has_room();) {
    if (snapshot_.stage == Stage::kNone && !snapshot_.is_due) {
      return;
    }
    const std::size_t size =
        snapshot_.stage == Stage::kNone ? begin_snapshot(profiler) : make_snapshot_part(profiler);
    if (!send(monitor, Worth::kProfile, false, size)) {
      snapshot_.stage = Stage::kNone;
      return;
    }
    sent += size;
  }
}

}  // namespace tidemark
