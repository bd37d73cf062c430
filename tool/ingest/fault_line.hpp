// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace tidemark::ingest {

/// `>>> ZEPHYR FATAL ERROR 2: Stack overflow on CPU 0`.
struct FatalErrorLine {
  std::uint32_t reason;
  std::string text;  ///< "Stack overflow"
  bool operator==(const FatalErrorLine&) const = default;
};

/// `Current thread: 0x20000140 (main)`, which follows a fatal error.
struct CurrentThreadLine {
  std::string name;  ///< "unknown" where the kernel keeps no names.
  bool operator==(const CurrentThreadLine&) const = default;
};

/// The first line of a sanitizer's report, such as
/// `==12==ERROR: AddressSanitizer: heap-use-after-free on address ...`, a line of UBSan's, or one
/// of hosted Zephyr's leak check.
struct SanitizerLine {
  std::string tool;  ///< "AddressSanitizer", "leak check"
  std::string text;  ///< What it found.
  bool operator==(const SanitizerLine&) const = default;
};

/// `--- 12 messages dropped ---`: the logging had no room for them.
struct DroppedLine {
  std::uint64_t messages;
  bool operator==(const DroppedLine&) const = default;
};

using FaultLine =
    std::variant<std::monostate, FatalErrorLine, CurrentThreadLine, SanitizerLine, DroppedLine>;

/// What a line of the console says about a fault of the application or a loss of its log, wherever
/// it stands in the line. `text` is without escape sequences; what is copied of it is made
/// printable and cut at 200 bytes. O(size).
FaultLine find_fault(std::string_view text);

}  // namespace tidemark::ingest
