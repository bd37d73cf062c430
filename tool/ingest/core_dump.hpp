// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

/// A core dump of Zephyr (CONFIG_DEBUG_COREDUMP): the memory of a device at a fatal error.
struct CoreDump {
  /// Whose registers they are. Numbers are Zephyr's.
  enum class Target : std::uint16_t {
    kUnknown = 0,
    kX86 = 1,
    kX86_64 = 2,
    kCortexM = 3,
    kRiscV = 4,
    kXtensa = 5,
    kArm64 = 6,
  };
  struct Region {
    std::uint64_t start = 0;
    std::string bytes;
    [[nodiscard]] std::uint64_t end() const { return start + bytes.size(); }
  };

  std::string name;  ///< Of the file, for messages.
  Target target = Target::kUnknown;
  unsigned pointer_bytes = 4;  ///< 4 or 8.
  std::uint32_t reason = 0;    ///< K_ERR_... of the fatal error.
  /// The registers of who failed, as the architecture lays them out; empty: not dumped.
  std::string registers;
  /// Memory, by address; none overlaps another, none is empty.
  std::vector<Region> regions;
  std::uint64_t dumps = 1;  ///< Dumps in the input, of which this is the last complete one.

  /// The `size` bytes at `address`; empty iff not all of them are in the dump. O(log regions).
  [[nodiscard]] std::string_view bytes_at(std::uint64_t address, std::size_t size) const;
  /// A little-endian number of 1 to 8 bytes there. Absent as above.
  [[nodiscard]] std::optional<std::uint64_t> number_at(std::uint64_t address,
                                                       std::size_t size) const;
  /// A word as wide as a pointer.
  [[nodiscard]] std::optional<std::uint64_t> word_at(std::uint64_t address) const {
    return number_at(address, pointer_bytes);
  }
  /// Of who failed. Absent where the architecture or the kind of error does not tell it.
  [[nodiscard]] std::optional<std::uint64_t> stack_pointer() const;
};

/// The number in `bytes` (at most 8), little-endian.
std::uint64_t little_endian(std::string_view bytes);

/// Reads a dump in any of its forms: a console log in which the logging backend wrote it (lines
/// with `#CD:`; other text may stand between them, prefixes and colours round them); binary, as
/// Zephyr's script turns that into; a flash partition's image. A problem iff there is none that is
/// complete and undamaged, since missing memory would look like blocks that nobody holds. `name` is
/// the file's, for the message. Never throws; memory at most the input's size. O(size).
std::variant<CoreDump, Problem> parse_core_dump(std::string_view input, std::string_view name);

/// The same of a file of at most kMostDumpBytes; "-" is stdin.
inline constexpr std::size_t kMostDumpBytes = std::size_t{512} << 20;
std::variant<CoreDump, Problem> read_core_dump(const std::string& file);

}  // namespace tidemark::ingest
