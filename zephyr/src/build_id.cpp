// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/build_id.hpp"

#include "wire/report_line.hpp"

// Of build_id.ld: an ELF note, which is three words (the sizes of a name and of the id, a type),
// the name "GNU" and its zero, and the id.
extern "C" const std::uint8_t tidemark_build_id_begin[];
extern "C" const std::uint8_t tidemark_build_id_end[];

tidemark::Span<const std::uint8_t> tidemark_build_id() {
  constexpr std::size_t kNoteHeaderBytes = 16;
  const auto size = static_cast<std::size_t>(tidemark_build_id_end - tidemark_build_id_begin);
  return size > kNoteHeaderBytes && size <= kNoteHeaderBytes + tidemark::wire::kMaxBuildIdBytes
             ? tidemark::Span(tidemark_build_id_begin + kNoteHeaderBytes, size - kNoteHeaderBytes)
             : tidemark::Span<const std::uint8_t>();
}
