// SPDX-License-Identifier: Apache-2.0
#include "core/registry.hpp"

namespace tidemark {
namespace {

bool is_named(const char* name) {
  return name != nullptr && *name != '\0';
}

void append(const char* text, std::size_t limit, wire::Name* out) {
  for (; *text != '\0' && out->size < limit; ++text) {
    out->push(*text);
  }
}

void append_address(const void* object, wire::Name* out) {
  const auto address = reinterpret_cast<std::uintptr_t>(object);
  append("@0x", wire::Name::kCapacity, out);
  unsigned shift = sizeof(address) * 8;
  while (shift > 4 && (address >> (shift - 4)) == 0) {
    shift -= 4;
  }
  while (shift > 0) {
    shift -= 4;
    out->push("0123456789abcdef"[(address >> shift) & 0xF]);
  }
}

}  // namespace

void append_decimal(std::uint8_t value, wire::Name* out) {
  if (value >= 100) {
    out->push(static_cast<char>('0' + value / 100));
  }
  if (value >= 10) {
    out->push(static_cast<char>('0' + value / 10 % 10));
  }
  out->push(static_cast<char>('0' + value % 10));
}

std::uint32_t hash_name(const char* name) {
  if (!is_named(name)) {
    return 0;
  }
  std::uint32_t hash = 2166136261u;
  for (std::size_t i = 0; i < kShownNameBytes && name[i] != '\0'; ++i) {
    hash = (hash ^ static_cast<unsigned char>(name[i])) * 16777619u;
  }
  return hash == 0 ? 1 : hash;
}

void make_name(const char* kind, const void* object, const char* name, std::uint8_t suffix,
               wire::Name* out) {
  *out = wire::Name{};
  if (!is_named(name)) {
    append(kind, wire::Name::kCapacity, out);
    append_address(object, out);
    return;
  }
  append(name, kShownNameBytes, out);
  if (suffix > 1) {
    out->push('#');
    append_decimal(suffix, out);
  }
}

void name_pool(const PoolSlot& slot, wire::Name* out) {
  const bool is_heap = slot.kind == wire::ResourceKind::kHeap;
  const bool is_slab = slot.kind == wire::ResourceKind::kMemSlab;
  make_name(is_heap ? "heap" : is_slab ? "slab" : "pool", slot.object, slot.name, slot.suffix, out);
}

}  // namespace tidemark
