// SPDX-License-Identifier: Apache-2.0
#include "memory/block_table.hpp"

#include <initializer_list>

#include "host/process.hpp"

namespace hosted {
namespace {

constexpr std::size_t kFirstSlots = 1024;

[[noreturn]] void no_memory() {
  complain("the host has no memory for the table of blocks; run with fewer blocks or more memory");
  end_process(1);
}

std::size_t mix(std::uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33;
  return static_cast<std::size_t>(value);
}

bool same(const Stack& a, const Stack& b) {
  if (a.count != b.count) {
    return false;
  }
  for (std::uint32_t i = 0; i < a.count; ++i) {
    if (a.frames[i] != b.frames[i]) {
      return false;
    }
  }
  return true;
}

std::size_t hash_of(const Stack& stack) {
  std::size_t hash = stack.count;
  for (std::uint32_t i = 0; i < stack.count; ++i) {
    hash = mix(hash ^ stack.frames[i]);
  }
  return hash;
}

}  // namespace

std::size_t BlockTable::slot_of(std::uintptr_t address) const {
  std::size_t mask = slots_.size() - 1;
  std::size_t slot = mix(address) & mask;
  while (slots_[slot].address != 0 && slots_[slot].address != address) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void BlockTable::grow() {
  HostArray<BlockRecord> larger;
  if (!larger.resize(slots_.size() == 0 ? kFirstSlots : slots_.size() * 2)) {
    no_memory();
  }
  HostArray<BlockRecord> old = slots_;
  slots_ = larger;
  for (const BlockRecord& record : old) {
    if (record.address != 0) {
      slots_[slot_of(record.address)] = record;
    }
  }
  old.release();
}

void BlockTable::enter(const BlockRecord& record) {
  if (2 * (used_ + 1) > slots_.size()) {
    grow();
  }
  std::size_t slot = slot_of(record.address);
  used_ += slots_[slot].address == 0 ? 1U : 0U;
  slots_[slot] = record;
}

BlockRecord* BlockTable::find(std::uintptr_t address) {
  if (slots_.size() == 0 || address == 0) {
    return nullptr;
  }
  BlockRecord& record = slots_[slot_of(address)];
  return record.address != 0 ? &record : nullptr;
}

// Closes the gap, so that searches need no marks of what was removed.
void BlockTable::remove(std::size_t slot) {
  std::size_t mask = slots_.size() - 1;
  std::size_t hole = slot;
  for (std::size_t at = (slot + 1) & mask; slots_[at].address != 0; at = (at + 1) & mask) {
    std::size_t home = mix(slots_[at].address) & mask;
    if (((at - home) & mask) >= ((at - hole) & mask)) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
  --used_;
}

void BlockTable::free(const BlockRecord& record) {
  if (freed_.size() < kFreedKept) {
    if (!freed_.push_back(record)) {
      no_memory();
    }
    newest_ = freed_.size() - 1;
  } else {
    newest_ = (newest_ + 1) % kFreedKept;
    freed_[newest_] = record;
  }
  remove(slot_of(record.address));
}

void BlockTable::drop_newest_freed() {
  freed_[newest_].address = 0;
}

void BlockTable::forget(std::uintptr_t start, std::uintptr_t end) {
  for (std::size_t slot = 0; slot < slots_.size();) {
    std::uintptr_t address = slots_[slot].address;
    if (address >= start && address < end) {
      remove(slot);  // another record may have moved here: look again
    } else {
      ++slot;
    }
  }
  for (BlockRecord& record : freed_) {
    if (record.address >= start && record.address < end) {
      record.address = 0;
    }
  }
}

void BlockTable::visit_live(Visit visit, void* context) {
  for (BlockRecord& record : slots_) {
    if (record.address != 0) {
      visit(context, record);
    }
  }
}

void BlockTable::visit_freed(Visit visit, void* context) {
  for (std::size_t i = 0; i < freed_.size(); ++i) {
    BlockRecord& record = freed_[(newest_ + freed_.size() - i) % freed_.size()];
    if (record.address != 0) {
      visit(context, record);
    }
  }
}

void BlockTable::visit_tables(void (*visit)(void* context, std::uintptr_t start,
                                            std::uintptr_t end),
                              void* context) const {
  for (const HostArray<BlockRecord>* table : {&slots_, &freed_}) {
    visit(context, reinterpret_cast<std::uintptr_t>(table->begin()),
          reinterpret_cast<std::uintptr_t>(table->end()));
  }
}

void StackTable::grow() {
  std::size_t size = slots_.size() == 0 ? kFirstSlots : slots_.size() * 2;
  slots_.release();
  if (!slots_.resize(size)) {
    no_memory();
  }
  for (std::uint32_t id = 0; id < stacks_.size(); ++id) {
    std::size_t slot = hash_of(stacks_[id]) & (size - 1);
    while (slots_[slot] != 0) {
      slot = (slot + 1) & (size - 1);
    }
    slots_[slot] = id + 1;
  }
}

std::uint32_t StackTable::id_of(const Stack& stack) {
  if (2 * (stacks_.size() + 1) > slots_.size()) {
    grow();
  }
  std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(stack) & mask;
  while (slots_[slot] != 0) {
    if (same(stacks_[slots_[slot] - 1], stack)) {
      return slots_[slot] - 1;
    }
    slot = (slot + 1) & mask;
  }
  if (!stacks_.push_back(stack)) {
    no_memory();
  }
  slots_[slot] = static_cast<std::uint32_t>(stacks_.size());
  return slots_[slot] - 1;
}

const Stack& StackTable::operator[](std::uint32_t id) const {
  return stacks_[id];
}

}  // namespace hosted
