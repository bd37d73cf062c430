// SPDX-License-Identifier: Apache-2.0
// Whatever the parser takes must be written as a line that it takes again and that is written the
// same. Anything else ends the process.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/test_line_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidemark::wire;
  ReportLine line{};
  if (parsed(std::string_view(reinterpret_cast<const char*>(data), size), &line) !=
      ParseOutcome::kMessage) {
    return 0;
  }
  const std::string text = written(line);
  ReportLine again{};
  if (text.empty() || parsed(text, &again) != ParseOutcome::kMessage || written(again) != text) {
    std::abort();
  }
  return 0;
}
