// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tool/ingest/line_parser.hpp"

namespace tidemark::ingest {

/// A stack as Zephyr's thread analyzer or its shell shows it.
struct StackFigures {
  bool of_isr = false;  ///< An interrupt stack; its name is "isr0", "isr1" ...
  std::string name;  ///< As on the wire: "thread@0x20000440" without a name, "rx#2" for the second.
  std::uint32_t size = 0;    ///< Bytes.
  std::uint32_t unused = 0;  ///< Bytes never used so far; at most `size`.
  std::optional<std::int8_t> priority;
  std::optional<LogStamp> stamp;
  bool operator==(const StackFigures&) const = default;
};

/// Nothing of the kind; figures that contradict each other; a stack; the system heap.
using KernelFigures = std::variant<std::monostate, Skip, StackFigures, HeapCounts>;

/// Reads what Zephyr prints of its memory without any module, from 3.4 to 4.x: the lines of
/// CONFIG_THREAD_ANALYZER (by printk or by the log), and of the shell commands `kernel stacks` or
/// `kernel thread stacks`, `kernel threads` or `kernel thread list`, and `kernel heap`. The last
/// two tell one thing in several lines, between which up to kMostBetween others may stand. Memory:
/// the names and addresses of kMostThreads threads. O(line + log threads). Not thread-safe.
class KernelTextReader {
 public:
  static constexpr std::size_t kMostNameBytes = 64;
  static constexpr std::size_t kMostThreads = 512;
  static constexpr unsigned kMostBetween = 8;

  /// `text`: a line without escape sequences.
  KernelFigures feed(std::string_view text);

  /// A new boot: what was begun is forgotten, and so are the addresses.
  void restart() { *this = KernelTextReader(); }

 private:
  struct Thread {
    std::string name;
    std::string address;
    std::optional<std::int8_t> priority;
  };

  KernelFigures take_stack(std::string_view text, std::size_t unused_at);
  std::optional<StackFigures> from_table(std::string_view head);
  std::optional<StackFigures> from_list(std::string_view head);
  std::optional<StackFigures> from_analyzer(std::string_view head);
  bool note_thread(std::string_view text);
  KernelFigures take_heap(std::string_view text);
  std::string name_at(std::string_view name, std::string_view address);
  std::string name_in_round(std::string_view name);

  std::optional<Thread> thread_;       // of which `kernel threads` tells
  std::optional<std::uint32_t> free_;  // of `kernel heap`
  std::optional<std::uint32_t> allocated_;
  unsigned between_ = 0;  // lines since the one before it of `kernel heap`
  std::string unknown_;   // whose figures mean nothing
  std::map<std::string, std::vector<std::string>, std::less<>> addresses_;  // by name
  std::size_t address_count_ = 0;
  std::map<std::string, unsigned, std::less<>> round_;  // how often a name stood in this round
  std::string round_first_;
};

}  // namespace tidemark::ingest
