// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

/// A place in the source. Texts are printable.
struct SourceFrame {
  std::string function;    ///< Without its parameters; empty: unknown.
  std::string file;        ///< As the compiler was told it; empty: unknown.
  std::uint32_t line = 0;  ///< 0: unknown.
  bool inlined = false;    ///< Its code stands inside the next one's.
  bool operator==(const SourceFrame&) const = default;
};

/// The functions, lines and objects of a linked ELF file, by its addresses. Reads the file when
/// asked; of one that changes meanwhile it may say nonsense. Any bytes are fine. Needs memory in
/// the order of the file's symbols and of its debug information that is looked at. Not thread-safe.
class Symbols {
 public:
  /// What the file has, from most to least.
  enum class Detail : std::uint8_t { kLines, kFunctions, kAddresses };

  /// A problem iff it cannot be read, is no ELF file, or none that a device runs.
  static std::variant<std::unique_ptr<Symbols>, Problem> open(const std::string& file);
  ~Symbols();
  Symbols(const Symbols&) = delete;
  Symbols& operator=(const Symbols&) = delete;

  [[nodiscard]] const std::string& file() const;
  /// Bytes of its build id note; empty: it has none.
  [[nodiscard]] const std::string& build_id() const;
  [[nodiscard]] Detail detail() const;
  /// Whether its addresses are those that it runs at; else it is position-independent.
  [[nodiscard]] bool is_placed() const;

  /// Whether `address` may be a return address: it lies in the file's code.
  [[nodiscard]] bool has_code(std::uint64_t address) const;
  /// The call that returns to `address`, innermost first: functions that were put in line, then the
  /// one that holds them. Empty: nothing is known of it. On Arm bit 0 does not count.
  [[nodiscard]] std::vector<SourceFrame> call_before(std::uint64_t address) const;
  /// The name of the object at just that address; empty: there is none.
  [[nodiscard]] std::string object_at(std::uint64_t address) const;

 private:
  struct Impl;
  explicit Symbols(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether the file is of the build that the device runs, both as bytes; the device's may be only
/// the beginning of the id. Absent: one of them is not known.
std::optional<bool> same_build(std::string_view of_file, std::string_view of_device);

/// Bytes in hexadecimal, the first eight.
std::string short_build(std::string_view build_id);

}  // namespace tidemark::ingest
