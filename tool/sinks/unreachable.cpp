// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/unreachable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/ingest/line_text.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/table.hpp"

namespace tidemark::sinks {
namespace {

using analysis::BlockOrigin;
using analysis::Reachability;
using analysis::UnreachableBlock;
using nlohmann::ordered_json;

constexpr std::size_t kMostShown = 50;

std::string address_text(std::uint64_t address) {
  return fmt::format("0x{:08x}", address);
}

std::string site_text(const BlockOrigin& origin, const SiteName& site_name) {
  if (origin.frames.empty()) {
    return kUnknown;
  }
  const std::string name = site_name ? site_name(origin.frames.front()) : std::string();
  return name.empty() ? address_text(origin.frames.front()) : name;
}

std::string block_table(const Reachability& found, const SiteName& site_name) {
  Table table({"address", "bytes", "heap", "age", "thread", "allocated at"}, {2, 4});
  for (std::size_t i = 0; i < std::min(found.blocks.size(), kMostShown); ++i) {
    const UnreachableBlock& block = found.blocks[i];
    const auto& origin = block.origin;
    table.add({address_text(block.address), grouped(origin ? origin->requested : block.size),
               ingest::printable(block.heap), origin ? duration_ms(origin->age_ms) : kUnknown,
               origin && !origin->owner.empty() ? ingest::printable(origin->owner) : kUnknown,
               origin ? site_text(*origin, site_name) : kUnknown});
  }
  std::string text = table.text();
  if (found.blocks.size() > kMostShown) {
    text += fmt::format("... and {} more; --json lists all\n",
                        grouped(found.blocks.size() - kMostShown));
  }
  return text + "\n";
}

}  // namespace

std::string unreachable_text(const Reachability& found, bool lasting, const SiteName& site_name) {
  std::string text = found.blocks.empty() ? std::string() : block_table(found, site_name);
  for (const Reachability::Heap& heap : found.heaps) {
    text += fmt::format("{}: {} with {} in use, ", ingest::printable(heap.name),
                        counted(heap.blocks, "block"), counted(heap.bytes, "byte"));
    text +=
        heap.unreachable_blocks == 0
            ? std::string("none unreachable")
            : fmt::format("{} of them with {} unreachable{}", grouped(heap.unreachable_blocks),
                          counted(heap.unreachable_bytes, "byte"), lasting ? " in both dumps" : "");
    text += "\n";
  }
  text += fmt::format("searched: {} outside of heaps, registers, stacks of {}\n",
                      counted(found.searched_bytes, "byte"), counted(found.threads, "thread"));
  for (const std::string& limit : found.limits) {
    text += "limit: " + ingest::printable(limit) + "\n";
  }
  return text;
}

ordered_json unreachable_json(const Reachability& found, bool lasting, const SiteName& site_name) {
  ordered_json blocks = ordered_json::array();
  for (const UnreachableBlock& block : found.blocks) {
    ordered_json object{
        {"address", block.address}, {"bytes", block.size}, {"heap", ingest::printable(block.heap)}};
    if (block.origin) {
      object["requested_bytes"] = block.origin->requested;
      object["age_ms"] = block.origin->age_ms;
      object["frames"] = block.origin->frames;
      object["site"] = site_text(*block.origin, site_name);
      if (!block.origin->owner.empty()) {
        object["thread"] = ingest::printable(block.origin->owner);
      }
    }
    blocks.push_back(std::move(object));
  }
  ordered_json heaps = ordered_json::array();
  for (const Reachability::Heap& heap : found.heaps) {
    heaps.push_back({{"name", ingest::printable(heap.name)},
                     {"address", heap.address},
                     {"blocks", heap.blocks},
                     {"bytes", heap.bytes},
                     {"unreachable_blocks", heap.unreachable_blocks},
                     {"unreachable_bytes", heap.unreachable_bytes}});
  }
  ordered_json limits = ordered_json::array();
  for (const std::string& limit : found.limits) {
    limits.push_back(ingest::printable(limit));
  }
  return {{"in_both_dumps", lasting},  {"unreachable", std::move(blocks)},
          {"heaps", std::move(heaps)}, {"searched_bytes", found.searched_bytes},
          {"threads", found.threads},  {"limits", std::move(limits)}};
}

}  // namespace tidemark::sinks
