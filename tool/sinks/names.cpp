// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {

using model::Kind;

std::string_view kind_label(Kind kind) {
  switch (kind) {
    case Kind::kHeap:
      return "heap";
    case Kind::kThreadStack:
      return "thread stack";
    case Kind::kIsrStack:
      return "interrupt stack";
    case Kind::kMemBlocks:
      return "memory block allocator";
    case Kind::kNetBufPool:
      return "network buffer pool";
    case Kind::kMemSlab:
      break;
  }
  return "memory slab";
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kHeap:
      return "heap";
    case Kind::kThreadStack:
      return "thread_stack";
    case Kind::kIsrStack:
      return "isr_stack";
    case Kind::kMemBlocks:
      return "mem_blocks";
    case Kind::kNetBufPool:
      return "net_buf_pool";
    case Kind::kMemSlab:
      break;
  }
  return "mem_slab";
}

std::string_view verdict_name(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::kLeak:
      return "leak";
    case model::Verdict::kWatch:
      return "watch";
    case model::Verdict::kNone:
      break;
  }
  return "none";
}

std::string_view unit_of(const model::Resource& resource) {
  return model::is_block_pool(resource.kind) ? "blocks" : "bytes";
}

std::string in_units(std::uint64_t count, const model::Resource& resource) {
  return counted(count, model::is_block_pool(resource.kind) ? "block" : "byte");
}

}  // namespace tidemark::sinks
