// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/core_dump.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

/// Any bytes as a dump in any form: nothing breaks, and what comes out keeps the header's promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark::ingest;
  const auto result = parse_core_dump({reinterpret_cast<const char*>(data), size}, "fuzz");
  const auto* dump = std::get_if<CoreDump>(&result);
  if (dump == nullptr) {
    return 0;
  }
  std::size_t bytes = dump->registers.size();
  std::uint64_t end = 0;
  for (const CoreDump::Region& region : dump->regions) {
    require(!region.bytes.empty() && region.start >= end && region.end() > region.start);
    require(dump->bytes_at(region.start, region.bytes.size()).size() == region.bytes.size());
    require(dump->number_at(region.start, 1) ==
            std::uint64_t{static_cast<unsigned char>(region.bytes.front())});
    require(!dump->word_at(region.end()) || region.end() != region.start);
    end = region.end();
    bytes += region.bytes.size();
  }
  require(bytes <= size);
  (void)dump->stack_pointer();
  return 0;
}
