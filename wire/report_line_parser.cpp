// SPDX-License-Identifier: Apache-2.0
#include "wire/profile_keys.hpp"
#include "wire/recovery_keys.hpp"
#include "wire/report_keys.hpp"
#include "wire/report_line.hpp"
#include "wire/report_values.hpp"

namespace tidemark::wire {
namespace {

constexpr char kEscape = '\x1b';
constexpr std::size_t kMarkerSize = sizeof(kMarker) - 1;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}
bool is_bare(char c) {
  return is_printable(c) && c != ' ' && c != '"' && c != '=' && c != '\\';
}

// Position behind an escape sequence that begins at `at`, or `at` if there is none.
std::size_t skip_escape(Text line, std::size_t at) {
  if (at + 1 >= line.size() || line[at] != kEscape || line[at + 1] != '[') {
    return at;
  }
  std::size_t end = at + 2;
  while (end < line.size() && line[end] >= '0' && line[end] <= '?') {
    ++end;
  }
  const bool ended = end < line.size() && line[end] >= '@' && line[end] <= '~';
  return ended ? end + 1 : at;
}

/// The bytes of a line from `at` on, without escape sequences.
class Reader {
 public:
  Reader(Text line, std::size_t at) : line_(line), at_(at) { skip(); }

  [[nodiscard]] bool at_end() const { return at_ >= line_.size(); }
  [[nodiscard]] char peek() const { return line_[at_]; }
  void advance() {
    ++at_;
    skip();
  }

 private:
  // Most lines have no escape sequence at all.
  void skip() {
    if (at_end() || line_[at_] != kEscape) {
      return;
    }
    for (std::size_t next = skip_escape(line_, at_); next != at_; next = skip_escape(line_, at_)) {
      at_ = next;
    }
  }

  Text line_;
  std::size_t at_;
};

/// Parses " key=value ..." of a message that is in memory without escape sequences.
class Tokens {
 public:
  static constexpr std::size_t kMax = kMaxLineBytes / 4;  // " k=v" is the shortest

  bool parse(Text rest) {
    std::size_t at = 0;
    while (at < rest.size()) {
      if (count_ == kMax || !parse_one(rest, &at)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::size_t size() const { return count_; }
  Token operator[](std::size_t index) const {
    const Place& at = places_[index];
    return {Text(at.key, at.key_bytes), Text(at.value, at.value_bytes), at.quoted};
  }

 private:
  // A Token without a constructor, as a message has room for many and uses few.
  struct Place {
    const char* key;
    const char* value;
    std::uint16_t key_bytes;
    std::uint16_t value_bytes;
    bool quoted;
  };

  bool parse_one(Text rest, std::size_t* at) {
    std::size_t i = *at;
    if (rest[i] != ' ') {
      return false;
    }
    const std::size_t key_begin = ++i;
    while (i < rest.size() && (is_lower(rest[i]) || is_digit(rest[i]) || rest[i] == '_')) {
      ++i;
    }
    if (i == key_begin || i >= rest.size() || rest[i] != '=') {
      return false;
    }
    Token token{Text(rest.data() + key_begin, i - key_begin), Text(), false};
    ++i;
    token.quoted = i < rest.size() && rest[i] == '"';
    if (!(token.quoted ? quoted(rest, &i, &token.value) : bare(rest, &i, &token.value))) {
      return false;
    }
    places_[count_++] = {token.key.data(), token.value.data(),
                         static_cast<std::uint16_t>(token.key.size()),
                         static_cast<std::uint16_t>(token.value.size()), token.quoted};
    *at = i;
    return true;
  }

  static bool bare(Text rest, std::size_t* at, Text* value) {
    const std::size_t begin = *at;
    while (*at < rest.size() && is_bare(rest[*at])) {
      ++*at;
    }
    *value = Text(rest.data() + begin, *at - begin);
    return !value->empty();
  }

  static bool quoted(Text rest, std::size_t* at, Text* value) {
    const std::size_t begin = ++*at;
    for (; *at < rest.size() && is_printable(rest[*at]); ++*at) {
      if (rest[*at] == '"') {
        *value = Text(rest.data() + begin, *at - begin);
        ++*at;
        return true;
      }
      if (rest[*at] == '\\') {
        ++*at;  // what follows is checked when the value is unescaped, but cannot end the value
      }
    }
    return false;
  }

  Place places_[kMax];
  std::size_t count_ = 0;
};

bool is_word(Text text, const char* word) {
  std::size_t i = 0;
  while (i < text.size() && word[i] != '\0' && text[i] == word[i]) {
    ++i;
  }
  return i == text.size() && word[i] == '\0';
}

bool read_field(const Tokens& tokens, const Field& field, void* line) {
  std::size_t found = tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_word(tokens[i].key, field.key)) {
      if (found != tokens.size()) {
        return false;
      }
      found = i;
    }
  }
  return found == tokens.size() ? field.is_optional : parse_value(tokens[found], field, line);
}

bool sums_to(std::uint32_t a, std::uint32_t b, std::uint32_t total) {
  return std::uint64_t{a} + b == total;
}

bool is_bytes_in_hex(Text text) {
  bool good = text.size() % 2 == 0 && text.size() <= 2 * kMaxBuildIdBytes;
  for (const char c : text) {
    good = good && (is_digit(c) || (c >= 'a' && c <= 'f'));
  }
  return good;
}

bool consistent(const HelloLine& line) {
  return line.period_ms > 0 && line.block_ms > 0 && is_bytes_in_hex(line.build_id.text());
}
bool consistent(const HeapLine& line) {
  return sums_to(line.used, line.free, line.capacity);
}
bool consistent(const StackLine& line) {
  return sums_to(line.peak, line.free, line.size);
}
bool consistent(const BlockPoolLine& line) {
  return sums_to(line.used, line.free, line.blocks);
}
bool consistent(const LevelLine& line) {
  return line.used <= line.capacity;
}
bool consistent(const ProfileLine& line) {
  return line.interval_bytes > 0 && line.records <= line.records_capacity;
}
bool consistent(const RestartLine& line) {
  return is_bytes_in_hex(line.build_id.text());
}
bool consistent(const RestartLevelLine& line) {
  return line.used <= line.capacity;
}
bool consistent(const SuspectLine& line) {
  return line.rank > 0;
}
template <typename Line>
bool consistent(const Line&) {
  return true;
}

template <typename Line>
bool read_fields(const Tokens& tokens, Line& line) {
  line = Line{};
  for (std::size_t i = 0; i < kLayoutOf<Line>.count; ++i) {
    if (!read_field(tokens, kLayoutOf<Line>.fields[i], &line)) {
      return false;
    }
  }
  return consistent(line);
}

/// Kind of a line, and of the resource that it is of where the word says that.
struct Kind {
  LineKind line;
  ResourceKind resource;
};

/// Kinds whose word is not a resource's.
struct Named {
  const char* word;
  LineKind line;
};
constexpr Named kOthers[] = {
    {"hello", LineKind::kHello},
    {"verdict", LineKind::kVerdict},
    {"level", LineKind::kLevel},
    {"coverage", LineKind::kCoverage},
    {"self", LineKind::kSelf},
    {"profile", LineKind::kProfile},
    {"site", LineKind::kSite},
    {"owner", LineKind::kOwner},
    {"suspect", LineKind::kSuspect},
    {"guard", LineKind::kGuard},
    {"reclaim", LineKind::kReclaim},
    {"allocation_failure", LineKind::kAllocationFailure},
    {"restart", LineKind::kRestart},
    {"restart_level", LineKind::kRestartLevel},
    {"restart_site", LineKind::kRestartSite},
    {"restart_event", LineKind::kRestartEvent},
};

bool find_kind(Text word, Kind* kind) {
  for (std::size_t i = 0; i < sizeof(kResourceKindWords) / sizeof(kResourceKindWords[0]); ++i) {
    if (is_word(word, kResourceKindWords[i])) {
      kind->resource = static_cast<ResourceKind>(i);
      kind->line = is_stack(kind->resource)        ? LineKind::kStack
                   : is_block_pool(kind->resource) ? LineKind::kBlockPool
                                                   : LineKind::kHeap;
      return true;
    }
  }
  for (const Named& other : kOthers) {
    if (is_word(word, other.word)) {
      kind->line = other.line;
      return true;
    }
  }
  return false;
}

bool read_line(const Tokens& tokens, Kind kind, ReportLine* line) {
  line->kind = kind.line;
  switch (kind.line) {
    case LineKind::kHello:
      return read_fields(tokens, line->hello);
    case LineKind::kHeap:
      return read_fields(tokens, line->heap);
    case LineKind::kStack: {
      const bool is_good = read_fields(tokens, line->stack);
      line->stack.kind = kind.resource;
      return is_good;
    }
    case LineKind::kBlockPool: {
      const bool is_good = read_fields(tokens, line->block_pool);
      line->block_pool.kind = kind.resource;
      return is_good;
    }
    case LineKind::kVerdict:
      return read_fields(tokens, line->verdict);
    case LineKind::kLevel:
      return read_fields(tokens, line->level);
    case LineKind::kCoverage:
      return read_fields(tokens, line->coverage);
    case LineKind::kSelf:
      return read_fields(tokens, line->self);
    case LineKind::kProfile:
      return read_fields(tokens, line->profile);
    case LineKind::kSite:
      return read_fields(tokens, line->site);
    case LineKind::kOwner:
      return read_fields(tokens, line->owner);
    case LineKind::kSuspect:
      return read_fields(tokens, line->suspect);
    case LineKind::kGuard:
      return read_fields(tokens, line->guard);
    case LineKind::kReclaim:
      return read_fields(tokens, line->reclaim);
    case LineKind::kAllocationFailure:
      return read_fields(tokens, line->allocation_failure);
    case LineKind::kRestart:
      return read_fields(tokens, line->restart);
    case LineKind::kRestartLevel:
      return read_fields(tokens, line->restart_level);
    case LineKind::kRestartSite:
      return read_fields(tokens, line->restart_site);
    case LineKind::kRestartEvent:
      return read_fields(tokens, line->restart_event);
  }
  return false;
}

bool is_marker(Reader reader) {
  for (std::size_t i = 0; i < kMarkerSize; ++i) {
    if (reader.at_end() || reader.peek() != kMarker[i]) {
      return false;
    }
    reader.advance();
  }
  return true;
}

// The message that begins with the marker at `reader`.
ParseOutcome parse_message(Reader reader, ReportLine* out) {
  for (std::size_t i = 0; i < kMarkerSize; ++i) {
    reader.advance();
  }
  // One byte more than a message may have, to tell a long one from a full one.
  constexpr std::size_t kRoom = kMaxLineBytes - 1 - kMarkerSize + 1;
  char message[kRoom];
  std::size_t size = 0;
  for (; !reader.at_end() && size < kRoom; reader.advance()) {
    message[size++] = reader.peek();
  }
  std::size_t kind_size = 0;
  while (kind_size < size && (is_lower(message[kind_size]) || message[kind_size] == '_')) {
    ++kind_size;
  }
  if (kind_size == 0 || (kind_size < size && message[kind_size] != ' ')) {
    return ParseOutcome::kNotOurs;
  }
  Kind kind{};
  const bool is_known = find_kind(Text(message, kind_size), &kind);
  Tokens tokens;
  if (size == kRoom || !tokens.parse(Text(message + kind_size, size - kind_size))) {
    return is_known ? ParseOutcome::kMalformed : ParseOutcome::kNotOurs;
  }
  if (!is_known) {
    return tokens.size() > 0 ? ParseOutcome::kUnknown : ParseOutcome::kNotOurs;
  }
  ReportLine line{};
  if (!read_line(tokens, kind, &line)) {
    return ParseOutcome::kMalformed;
  }
  *out = line;
  return ParseOutcome::kMessage;
}

}  // namespace

ParseOutcome parse_report_line(Text line, ReportLine* out) {
  std::size_t size = line.size();
  if (size > 0 && line[size - 1] == '\n') {
    --size;
  }
  if (size > 0 && line[size - 1] == '\r') {
    --size;
  }
  const Text text(line.data(), size);
  ParseOutcome outcome = ParseOutcome::kNotOurs;
  for (std::size_t at = 0; at < size; ++at) {
    if (text[at] != kMarker[0]) {
      continue;
    }
    const Reader reader(text, at);
    if (!is_marker(reader)) {
      continue;
    }
    const ParseOutcome here = parse_message(reader, out);
    if (here == ParseOutcome::kMessage) {
      return here;
    }
    if (here < outcome) {
      outcome = here;
    }
  }
  return outcome;
}

}  // namespace tidemark::wire
