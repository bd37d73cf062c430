// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/core_dump.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "tool/ingest/line_text.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::string_view kMark = "#CD:";
constexpr const char* kTakeAgain =
    "take the dump again and keep all that the console prints of it (CONFIG_LOG_MODE_IMMEDIATE=y "
    "loses no lines)";

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  if (c >= 'a' && c <= 'f') {
    return static_cast<unsigned>(c - 'a' + 10);
  }
  if (c >= 'A' && c <= 'F') {
    return static_cast<unsigned>(c - 'A' + 10);
  }
  return std::nullopt;
}

/// Appends what the digits at the begin of `text` mean. False iff they are not whole bytes, or
/// something follows.
bool append_hex(std::string_view text, std::string& bytes) {
  std::size_t at = 0;
  while (at + 1 < text.size()) {
    const auto high = hex_digit(text[at]);
    const auto low = hex_digit(text[at + 1]);
    if (!high || !low) {
      break;
    }
    bytes.push_back(static_cast<char>(*high << 4 | *low));
    at += 2;
  }
  const std::string rest = at < text.size() ? without_escapes(text.substr(at)) : std::string();
  return at > 0 && rest.find_first_not_of(" \t\r") == std::string::npos;
}

/// The dump that a console log has in its lines.
struct LogDump {
  std::string bytes;
  std::uint64_t begun = 0;  // dumps
  bool complete = false;
  std::string why;  // the last one is not
};

class LogReader {
 public:
  void feed(std::string_view line) {
    ++line_;
    const std::size_t mark = line.find(kMark);
    if (mark == std::string_view::npos) {
      return;
    }
    const std::string_view text = line.substr(mark + kMark.size());
    if (text.starts_with("BEGIN#")) {
      begin();
    } else if (!inside_) {
      return;
    } else if (text.starts_with("END#")) {
      end();
    } else if (text.starts_with("ERROR CANNOT DUMP#")) {
      note("the device could not write all of it");
    } else if (!append_hex(text, bytes_)) {
      note("line " + std::to_string(line_) + " of it is damaged");
    }
  }

  LogDump finish() {
    if (inside_) {
      note("it breaks off before its end");
      dump_.why = why_;
    }
    return std::move(dump_);
  }

 private:
  void begin() {
    if (inside_) {
      note("another one begins before its end");
      dump_.why = why_;
    }
    ++dump_.begun;
    inside_ = true;
    bytes_.clear();
    why_.clear();
  }
  void end() {
    inside_ = false;
    dump_.why = why_;
    if (why_.empty()) {
      dump_.bytes = std::move(bytes_);
      dump_.complete = true;
    }
    bytes_.clear();
  }
  void note(std::string why) {
    if (why_.empty()) {
      why_ = std::move(why);
    }
  }

  LogDump dump_;
  std::string bytes_;
  std::string why_;
  std::uint64_t line_ = 0;
  bool inside_ = false;
};

LogDump read_log(std::string_view input) {
  LogReader reader;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    reader.feed(input.substr(0, end));
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  return reader.finish();
}

/// Takes the sections of a binary dump.
class Decoder {
 public:
  /// Why it is no dump; empty: it is one.
  std::string decode(std::string_view input) {
    rest_ = input;
    if (!take_header()) {
      return why_;
    }
    while (why_.empty() && rest_.find_first_not_of('\xff') != std::string_view::npos) {
      take_section();
    }
    tidy();
    return why_;
  }
  CoreDump dump;

 private:
  std::optional<std::uint64_t> take_number(std::size_t size) {
    if (rest_.size() < size) {
      why_ = "it breaks off in the middle of a header";
      return std::nullopt;
    }
    const std::uint64_t value = little_endian(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }

  bool take_header() {
    (void)take_number(2);
    const auto version = take_number(2);
    const auto target = take_number(2);
    const auto pointer_bits = take_number(1);
    (void)take_number(1);
    const auto reason = take_number(4);
    if (!reason) {
      return false;
    }
    if (*version < 1 || *version > 2) {
      why_ = "it has version " + std::to_string(*version) + ", and 1 and 2 are known";
    } else if (*pointer_bits != 5 && *pointer_bits != 6) {
      why_ = "it does not tell the size of a pointer";
    }
    dump.target = static_cast<CoreDump::Target>(*target);
    dump.pointer_bytes = *pointer_bits == 6 ? 8 : 4;
    dump.reason = static_cast<std::uint32_t>(*reason);
    return why_.empty();
  }

  void take_section() {
    const char id = rest_.front();
    rest_.remove_prefix(1);
    const auto version = take_number(2);
    if (!version) {
      return;
    }
    if (id == 'M') {
      take_memory(*version);
    } else if (id == 'A' || id == 'T') {
      const auto size = take_number(2);
      const std::string_view bytes = size ? take_bytes(*size) : std::string_view();
      dump.registers = id == 'A' ? std::string(bytes) : dump.registers;
    } else {
      why_ = "a part of it is of no known kind, so that bytes are missing before it";
    }
  }

  void take_memory(std::uint64_t version) {
    const auto start = take_number(dump.pointer_bytes);
    const auto end = take_number(dump.pointer_bytes);
    if (!end) {
      return;
    }
    if (version != 1 || *end <= *start) {
      why_ = "the header of a memory block makes no sense";
      return;
    }
    dump.regions.push_back({*start, std::string(take_bytes(*end - *start))});
  }

  std::string_view take_bytes(std::uint64_t size) {
    if (size > rest_.size()) {
      const std::uint64_t missing = size - rest_.size();
      why_ = std::to_string(missing) + (missing == 1 ? " byte of it is" : " bytes of it are") +
             " missing";
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  /// Sorts the regions, and cuts off what one repeats of another.
  void tidy() {
    auto& regions = dump.regions;
    std::stable_sort(regions.begin(), regions.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    std::uint64_t end = 0;
    for (CoreDump::Region& region : regions) {
      if (region.start < end) {
        const std::uint64_t known =
            std::min<std::uint64_t>(end - region.start, region.bytes.size());
        region.bytes.erase(0, known);
        region.start += known;
      }
      end = std::max(end, region.end());
    }
    std::erase_if(regions, [](const auto& region) { return region.bytes.empty(); });
  }

  std::string_view rest_;
  std::string why_;
};

bool begins_dump(std::string_view bytes) {
  return bytes.size() >= 4 && bytes.substr(0, 2) == "ZE" && bytes[3] == '\0' &&
         (bytes[2] == 1 || bytes[2] == 2);
}

/// Where a binary dump begins; behind the header of a flash partition it may stand a little later.
std::optional<std::string_view> binary_dump(std::string_view input) {
  constexpr std::size_t kMostPadding = 4096;
  if (begins_dump(input)) {
    return input;
  }
  if (input.size() < 4 || input.substr(0, 2) != "CD" || input[3] != '\0') {
    return std::nullopt;
  }
  for (std::size_t at = 4; at < std::min(input.size(), kMostPadding); ++at) {
    if (begins_dump(input.substr(at))) {
      return input.substr(at);
    }
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = std::min<std::size_t>(bytes.size(), 8); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

std::string_view CoreDump::bytes_at(std::uint64_t address, std::size_t size) const {
  const auto after =
      std::upper_bound(regions.begin(), regions.end(), address,
                       [](std::uint64_t a, const Region& region) { return a < region.start; });
  if (after == regions.begin()) {
    return {};
  }
  const Region& region = *std::prev(after);
  const std::uint64_t offset = address - region.start;
  if (offset > region.bytes.size() || size > region.bytes.size() - offset) {
    return {};
  }
  return std::string_view(region.bytes).substr(offset, size);
}

std::optional<std::uint64_t> CoreDump::number_at(std::uint64_t address, std::size_t size) const {
  const std::string_view bytes = bytes_at(address, size);
  return bytes.empty() ? std::nullopt : std::optional(little_endian(bytes));
}

std::optional<std::uint64_t> CoreDump::stack_pointer() const {
  // Which word of the registers it is.
  const std::size_t index = target == Target::kCortexM  ? 8
                            : target == Target::kX86_64 ? 7
                            : target == Target::kX86    ? 6
                                                        : registers.size();
  const std::size_t offset = index * pointer_bytes;
  if (offset + pointer_bytes > registers.size()) {
    return std::nullopt;
  }
  const std::uint64_t value =
      little_endian(std::string_view(registers).substr(offset, pointer_bytes));
  return value == 0 ? std::nullopt : std::optional(value);
}

std::variant<CoreDump, Problem> parse_core_dump(std::string_view input, std::string_view name) {
  std::optional<std::string_view> bytes = binary_dump(input);
  LogDump log;
  if (!bytes) {
    log = read_log(input);
    if (log.begun == 0) {
      return Problem{std::string(name), "it holds no core dump",
                     "give a console log with the lines `#CD:`, or the binary dump; "
                     "CONFIG_DEBUG_COREDUMP=y makes a device write one at a fatal error"};
    }
    if (!log.complete) {
      return Problem{std::string(name), "its core dump cannot be used: " + log.why, kTakeAgain};
    }
    bytes = log.bytes;
  }
  Decoder decoder;
  std::string why = begins_dump(*bytes) ? decoder.decode(*bytes) : "it does not begin as one";
  if (!why.empty()) {
    return Problem{std::string(name), "its core dump cannot be used: " + why, kTakeAgain};
  }
  decoder.dump.name = name;
  decoder.dump.dumps = std::max<std::uint64_t>(log.begun, 1);
  return std::move(decoder.dump);
}

std::variant<CoreDump, Problem> read_core_dump(const std::string& file) {
  const bool is_stdin = file == "-";
  std::FILE* input = is_stdin ? stdin : std::fopen(file.c_str(), "rbe");
  if (input == nullptr) {
    return system_problem(file, errno);
  }
  std::string text;
  std::size_t count = 0;
  char buffer[65536];
  while (text.size() <= kMostDumpBytes &&
         (count = std::fread(buffer, 1, sizeof buffer, input)) > 0) {
    text.append(buffer, count);
  }
  const int error = std::ferror(input) != 0 ? errno : 0;
  if (!is_stdin) {
    (void)std::fclose(input);
  }
  if (error != 0) {
    return system_problem(file, error);
  }
  if (text.size() > kMostDumpBytes) {
    return Problem{file, "it is larger than 512 MiB", "cut out the part with the core dump"};
  }
  return parse_core_dump(text, is_stdin ? "stdin" : file);
}

}  // namespace tidemark::ingest
