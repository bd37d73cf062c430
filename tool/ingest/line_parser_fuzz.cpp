// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "tool/ingest/kernel_text.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/ingest/log_message.hpp"

namespace {

using tidemark::ingest::LineSplitter;
using tidemark::ingest::RawLine;

constexpr std::size_t kMaxBytes = 256;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

struct Seen {
  std::string text;
  bool too_long;
  bool ended;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> split(std::string_view input, std::size_t chunk) {
  LineSplitter splitter(kMaxBytes);
  std::vector<Seen> lines;
  const auto collect = [&](const RawLine& line) {
    lines.push_back({std::string(line.text), line.too_long, line.ended});
  };
  for (std::size_t at = 0; at < input.size(); at += chunk) {
    splitter.feed(input.substr(at, chunk), collect);
  }
  splitter.finish(collect);
  return lines;
}

void check_line(const Seen& line) {
  require(line.text.size() <= kMaxBytes);
  require(line.text.find('\n') == std::string::npos);
  const auto parsed = tidemark::ingest::parse_line(RawLine{line.text, line.too_long, line.ended});
  if (const auto* samples = std::get_if<tidemark::ingest::TutorialLine>(&parsed)) {
    require(samples->heap || samples->stack_free);
  }
  if (const auto message = tidemark::ingest::find_log_message(line.text)) {
    require(message->size() <= line.text.size());
  }
  const std::string shown = tidemark::ingest::printable(line.text);
  for (const char c : shown) {
    require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  }
  require(!tidemark::ingest::looks_binary(shown));
}

}  // namespace

namespace {

/// The same lines for the reader that remembers the ones before.
void check_kernel_text(const std::vector<Seen>& lines) {
  using tidemark::ingest::StackFigures;
  tidemark::ingest::KernelTextReader reader;
  for (const Seen& line : lines) {
    const auto figures = reader.feed(tidemark::ingest::without_escapes(line.text));
    if (const auto* stack = std::get_if<StackFigures>(&figures)) {
      require(stack->unused <= stack->size && stack->size > 0 && !stack->name.empty());
      require(stack->name.size() <= tidemark::ingest::KernelTextReader::kMostNameBytes + 11);
    }
  }
}

}  // namespace

/// The first byte chooses the size of the chunks; the rest is the input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) {
    return 0;
  }
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<Seen> lines = split(input, data[0] % 64u + 1u);
  require(lines == split(input, input.size() + 1));
  for (const Seen& line : lines) {
    check_line(line);
  }
  check_kernel_text(lines);
  return 0;
}
