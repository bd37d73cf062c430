// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/dump_stacks.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace tidemark::analysis {
namespace {

using ingest::CoreDump;
using ingest::ElfImage;

/// Where things lie in the kernel's structures.
struct Layout {
  std::uint64_t first_thread = 0;  // in _kernel
  std::uint64_t current = 0;       // in _kernel, of the first processor
  std::uint64_t next = 0;          // in a thread, as those that follow
  std::uint64_t stack_start = 0;
  std::uint64_t stack_size = 0;
  std::optional<std::uint64_t> stack_pointer;
};

std::optional<Layout> layout_of(const ElfImage& image) {
  const auto first = image.offset_of("z_kernel", {"threads"});
  const auto cpus = image.offset_of("z_kernel", {"cpus"});
  const auto current = image.offset_of("_cpu", {"current"});
  const auto next = image.offset_of("k_thread", {"next_thread"});
  const auto start = image.offset_of("k_thread", {"stack_info", "start"});
  const auto size = image.offset_of("k_thread", {"stack_info", "size"});
  if (!first || !cpus || !current || !next || !start || !size) {
    return std::nullopt;
  }
  Layout layout{*first, *cpus + *current, *next, *start, *size, std::nullopt};
  // Cortex-M; x86-64; x86; RISC-V; ARM64.
  for (const char* name : {"psp", "rsp", "esp", "sp", "sp_elx"}) {
    if (!layout.stack_pointer) {
      layout.stack_pointer = image.offset_of("k_thread", {"callee_saved", name});
    }
  }
  return layout;
}

class Finder {
 public:
  Finder(const CoreDump& dump, const ElfImage& image, const Layout& layout)
      : dump_(dump), image_(image), layout_(layout) {}

  DumpStacks find(std::uint64_t kernel) {
    const auto current = dump_.word_at(kernel + layout_.current);
    auto thread = dump_.word_at(kernel + layout_.first_thread);
    while (thread && *thread != 0 && seen_.size() < DumpStacks::kMostThreads &&
           seen_.insert(*thread).second) {
      take(*thread, current == thread);
      thread = dump_.word_at(*thread + layout_.next);
    }
    result_.threads = seen_.size();
    take_ended();
    return std::move(result_);
  }

 private:
  std::optional<MemoryRange> stack_of(std::uint64_t thread) const {
    const auto start = dump_.word_at(thread + layout_.stack_start);
    const auto size = dump_.word_at(thread + layout_.stack_size);
    if (!start || !size || *size == 0 || dump_.bytes_at(*start, *size).empty()) {
      return std::nullopt;
    }
    return MemoryRange{*start, *start + *size};
  }

  void take(std::uint64_t thread, bool is_current) {
    const auto stack = stack_of(thread);
    if (!stack) {
      ++result_.searched_whole;
      return;
    }
    living_.push_back(*stack);
    std::optional<std::uint64_t> pointer;
    if (is_current) {
      pointer = current_pointer(*stack);
    } else if (layout_.stack_pointer) {
      pointer = dump_.word_at(thread + *layout_.stack_pointer);
    }
    if (pointer && *pointer >= stack->start && *pointer <= stack->end) {
      result_.dead.push_back({stack->start, *pointer});
    } else {
      ++result_.searched_whole;
    }
  }

  /// That of the thread that failed: as dumped, or where the processor left its registers. A panic
  /// on Cortex-M does not tell it.
  std::optional<std::uint64_t> current_pointer(const MemoryRange& stack) const {
    constexpr std::size_t kFrame = 8 * 4;
    const auto dumped = dump_.stack_pointer();
    if (dumped || dump_.target != CoreDump::Target::kCortexM || dump_.registers.size() < kFrame) {
      return dumped;
    }
    const std::string_view bytes = dump_.bytes_at(stack.start, stack.end - stack.start);
    const std::size_t at = bytes.find(std::string_view(dump_.registers).substr(0, kFrame));
    return at == std::string_view::npos ? std::nullopt : std::optional(stack.start + at);
  }

  /// Threads of K_THREAD_DEFINE that are not in the list, if nobody else has their stack now.
  void take_ended() {
    constexpr std::string_view kPrefix = "_k_thread_obj_";
    for (const ElfImage::Symbol& variable : image_.variables_in(0, UINT64_MAX)) {
      if (!variable.name.starts_with(kPrefix) || seen_.count(variable.address) != 0) {
        continue;
      }
      const auto stack = stack_of(variable.address);
      const auto overlaps = [&](const MemoryRange& other) {
        return other.start < stack->end && stack->start < other.end;
      };
      if (stack && std::none_of(living_.begin(), living_.end(), overlaps)) {
        result_.dead.push_back(*stack);
      }
    }
  }

  const CoreDump& dump_;
  const ElfImage& image_;
  const Layout& layout_;
  DumpStacks result_;
  std::set<std::uint64_t> seen_;
  std::vector<MemoryRange> living_;
};

}  // namespace

DumpStacks find_stacks(const CoreDump& dump, const ElfImage& image) {
  DumpStacks none;
  const ElfImage::Symbol* kernel = image.find("_kernel");
  const auto layout = layout_of(image);
  if (kernel == nullptr || !layout) {
    none.why_unknown = "the image has no list of threads, or no debugging information";
    return none;
  }
  if (!dump.word_at(kernel->address + layout->first_thread)) {
    none.why_unknown = "the kernel's list of threads is not in the dump";
    return none;
  }
  return Finder(dump, image, *layout).find(kernel->address);
}

}  // namespace tidemark::analysis
