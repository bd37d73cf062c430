// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/span.hpp"
#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

/// What the ELF file of a build tells of its memory: where each variable lies, and how its
/// structures are laid out. Files are read through elfutils, which checks them. Not thread-safe.
class ElfImage {
 public:
  struct Symbol {
    std::string name;
    std::uint64_t address = 0;
    std::uint64_t size = 0;  ///< Bytes; 0: the file does not say.
  };

  /// A problem iff the file cannot be read, is no little-endian ELF file, or has no symbols.
  static std::variant<ElfImage, Problem> open(const std::string& file);
  ElfImage(ElfImage&&) noexcept;
  ElfImage& operator=(ElfImage&&) noexcept;
  ~ElfImage();

  [[nodiscard]] unsigned pointer_bytes() const { return pointer_bytes_; }
  /// The symbol of that name. O(log symbols).
  [[nodiscard]] const Symbol* find(std::string_view name) const;
  /// The variable that covers `address`; null: none. O(log symbols).
  [[nodiscard]] const Symbol* variable_at(std::uint64_t address) const;
  /// Those that begin in [first, last), by address.
  [[nodiscard]] Span<const Symbol> variables_in(std::uint64_t first, std::uint64_t last) const;
  /// The bytes that the variable has from the build, at most `size`; empty: the file has none.
  [[nodiscard]] std::string_view initial_bytes(std::uint64_t address, std::size_t size) const;

  /// Where a member of `structure` lies in it, by DWARF: {"callee_saved", "psp"}. Absent: the file
  /// has no DWARF, or no such structure or member. Namespaces do not matter, and of a template
  /// any instance will do. The first call for a structure is slow.
  [[nodiscard]] std::optional<std::uint64_t> offset_of(
      const char* structure, std::initializer_list<std::string_view> members) const;
  /// Bytes of a structure, or of a member. Absent as above.
  [[nodiscard]] std::optional<std::uint64_t> size_of(const char* structure,
                                                     const char* member = nullptr) const;
  /// A constant in a structure, `static constexpr`. Absent as above.
  [[nodiscard]] std::optional<std::uint64_t> constant_of(const char* structure,
                                                         std::string_view name) const;

 private:
  struct Handles;
  explicit ElfImage(std::unique_ptr<Handles> handles);
  void take_symbols();

  std::unique_ptr<Handles> handles_;
  unsigned pointer_bytes_ = 4;
  std::map<std::string, Symbol, std::less<>> by_name_;
  std::vector<Symbol> variables_;  // by address
};

}  // namespace tidemark::ingest
