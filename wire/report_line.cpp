// SPDX-License-Identifier: Apache-2.0
#include "wire/report_line.hpp"

#include "wire/report_keys.hpp"

namespace tidemark::wire {
namespace {

constexpr std::uint32_t kSecondsPerMinute = 60;
constexpr std::uint32_t kSecondsPerHour = 3600;
constexpr std::uint32_t kSecondsPerDay = 86400;

constexpr char kHex[] = "0123456789abcdef";

bool is_bare(char c) {
  return c > ' ' && c <= '~' && c != '"' && c != '=' && c != '\\';
}

const char* word_of(ResourceKind kind) {
  return kResourceKindWords[static_cast<std::size_t>(kind)];
}

/// Where a field's value begins in its line's structure.
template <typename T>
const T& value_at(const unsigned char* line, const Field& field) {
  return *reinterpret_cast<const T*>(line + field.offset);
}

template <typename T>
bool is_present(const unsigned char* line, const Field& field) {
  return !field.is_optional || value_at<Optional<T>>(line, field).present;
}

bool is_present(const unsigned char* line, const Field& field) {
  switch (field.form) {
    case Form::kCount:
    case Form::kDuration:
      return is_present<std::uint32_t>(line, field);
    case Form::kRate:
    case Form::kUptime:
      return is_present<std::uint64_t>(line, field);
    case Form::kAddress:
      return !field.is_optional || value_at<std::uint64_t>(line, field) != 0;
    case Form::kPriority:
      return is_present<std::int8_t>(line, field);
    case Form::kLevelCause:
      return kWritesLevelCause && is_present<LevelCause>(line, field);
    case Form::kName:
      return !value_at<Name>(line, field).empty();
    case Form::kBlind:
      return !value_at<BlindList>(line, field).empty();
    case Form::kOwnerState:
      return is_present<OwnerState>(line, field);
    default:
      return true;
  }
}

class LineWriter {
 public:
  LineWriter(char* out, std::size_t name_limit) : out_(out), name_limit_(name_limit) {}

  void begin(const char* kind) {
    put(kMarker);
    put(kind);
  }

  /// Returns false iff the field did not fit; the line is then as before.
  bool field(const unsigned char* line, const Field& field) {
    const std::size_t before = size_;
    put(' ');
    put(field.key);
    put('=');
    put_value(line, field);
    if (overflow_) {
      overflow_ = false;
      size_ = before;
      return false;
    }
    return true;
  }

  std::size_t end() {
    out_[size_] = '\n';
    out_[size_ + 1] = '\0';
    return size_ + 1;
  }

 private:
  void put(char c) {
    if (size_ + 1 >= kMaxLineBytes) {
      overflow_ = true;
      return;
    }
    out_[size_] = c;
    ++size_;
  }
  void put(const char* word) {
    for (; *word != '\0'; ++word) {
      put(*word);
    }
  }
  void put_value(const unsigned char* line, const Field& field) {
    switch (field.form) {
      case Form::kCount:
        return put_decimal(value_at<std::uint32_t>(line, field));
      case Form::kDuration:
        return put_duration(value_at<std::uint32_t>(line, field));
      case Form::kUptime:
        return put_uptime(value_at<std::uint64_t>(line, field));
      case Form::kRate:
        return put_rate(value_at<std::uint64_t>(line, field));
      case Form::kPriority:
        return put_signed(value_at<std::int8_t>(line, field));
      case Form::kName:
        return put_name(value_at<Name>(line, field), field.is_optional);
      case Form::kBlind:
        return put_text(value_at<BlindList>(line, field).text());
      case Form::kLevel:
        return put(kLevelWords[static_cast<std::size_t>(value_at<Level>(line, field))]);
      case Form::kVerdict:
        return put(kVerdictWords[static_cast<std::size_t>(value_at<Verdict>(line, field))]);
      case Form::kLevelCause:
        if constexpr (kWritesLevelCause) {
          put(kLevelCauseWords[static_cast<std::size_t>(value_at<LevelCause>(line, field))]);
        }
        return;
      case Form::kResourceKind:
        return put(word_of(value_at<ResourceKind>(line, field)));
      case Form::kWide:
      case Form::kAddress:
      case Form::kGuardFault:
      case Form::kOwnerState:
        if constexpr (kWritesAddresses) {
          return put_address_form(line, field);
        }
        return;
      default:
        if constexpr (kWritesRecovery) {
          return put_recovery_form(line + field.offset, field);
        }
    }
  }

  void put_address_form(const unsigned char* line, const Field& field) {
    if (field.form == Form::kGuardFault) {
      put(kGuardFaultWords[static_cast<std::size_t>(value_at<GuardFault>(line, field))]);
    } else if (field.form == Form::kOwnerState) {
      put(kOwnerStateWords[static_cast<std::size_t>(value_at<OwnerState>(line, field))]);
    } else if (field.form == Form::kAddress) {
      put_address(value_at<std::uint64_t>(line, field));
    } else {
      put_decimal(value_at<std::uint64_t>(line, field));
    }
  }
  void put_recovery_form(const unsigned char* value, const Field& field) {
    if (field.form == Form::kSigned) {
      put_signed(*reinterpret_cast<const std::int32_t*>(value));
    } else {
      put(recovery_words(field.form, value).words[*value]);
    }
  }
  void put_address(std::uint64_t value) {
    put("0x");
    unsigned shift = 60;
    while (shift > 0 && value >> shift == 0) {
      shift -= 4;
    }
    for (; shift > 0; shift -= 4) {
      put(kHex[value >> shift & 0x0F]);
    }
    put(kHex[value & 0x0F]);
  }

  void put_decimal(std::uint64_t value) {
    char digits[20];
    std::size_t count = 0;
    do {
      digits[count++] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    while (count > 0) {
      put(digits[--count]);
    }
  }
  void put_signed(std::int32_t value) {
    auto size = static_cast<std::uint32_t>(value);
    if (value < 0) {
      put('-');
      size = 0 - size;
    }
    put_decimal(size);
  }
  void put_name(const Name& name, bool is_whole) {
    put_text(Text(name.bytes, is_whole || name.size < name_limit_ ? name.size : name_limit_));
  }

  void put_two_digits(std::uint32_t value) {
    put(static_cast<char>('0' + value / 10 % 10));
    put(static_cast<char>('0' + value % 10));
  }
  void put_uptime(std::uint64_t up_ms) {
    put_decimal(up_ms / 1000);
    put('.');
    const auto millis = static_cast<std::uint32_t>(up_ms % 1000);
    put(static_cast<char>('0' + millis / 100));
    put_two_digits(millis % 100);
  }

  // Cut, never rounded: a rounded 599.96 B/min would read back as 10 B/s and be written so.
  void put_rate(std::uint64_t millibytes_per_hour) {
    constexpr std::uint64_t kPerSecondTenth = 360000;
    constexpr std::uint64_t kPerMinuteTenth = 6000;
    constexpr std::uint64_t kPerHourTenth = 100;
    std::uint64_t tenths = millibytes_per_hour * 24 / kPerHourTenth;
    const char* unit = "B/day";
    if (millibytes_per_hour >= 100 * kPerSecondTenth) {
      tenths = millibytes_per_hour / kPerSecondTenth;
      unit = "B/s";
    } else if (millibytes_per_hour >= 100 * kPerMinuteTenth) {
      tenths = millibytes_per_hour / kPerMinuteTenth;
      unit = "B/min";
    } else if (millibytes_per_hour >= 100 * kPerHourTenth) {
      tenths = millibytes_per_hour / kPerHourTenth;
      unit = "B/h";
    }
    put_decimal(tenths / 10);
    put('.');
    put(static_cast<char>('0' + tenths % 10));
    put(unit);
  }

  void put_duration(std::uint32_t seconds) {
    if (seconds == kForeverSeconds) {
      put(">136y");
    } else if (seconds < kSecondsPerMinute) {
      put_decimal(seconds);
      put('s');
    } else if (seconds < kSecondsPerHour) {
      put_decimal(seconds / kSecondsPerMinute);
      put('m');
      put_two_digits(seconds % kSecondsPerMinute);
      put('s');
    } else if (seconds < kSecondsPerDay) {
      put_decimal(seconds / kSecondsPerHour);
      put('h');
      put_two_digits(seconds % kSecondsPerHour / kSecondsPerMinute);
      put('m');
    } else {
      put_decimal(seconds / kSecondsPerDay);
      put('d');
      put_decimal(seconds % kSecondsPerDay / kSecondsPerHour);
      put('h');
    }
  }

  void put_text(Text text) {
    bool bare = true;
    for (char c : text) {
      bare = bare && is_bare(c);
    }
    if (bare) {
      for (char c : text) {
        put(c);
      }
      return;
    }
    put('"');
    for (char c : text) {
      put_quoted(c);
    }
    put('"');
  }
  void put_quoted(char c) {
    if (c == '"' || c == '\\') {
      put('\\');
      put(c);
    } else if (c >= ' ' && c <= '~') {
      put(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      put('\\');
      put('x');
      put(kHex[byte >> 4]);
      put(kHex[byte & 0x0F]);
    }
  }

  char* out_;
  std::size_t name_limit_;
  std::size_t size_ = 0;
  bool overflow_ = false;
};

/// Writes all required fields, then optional ones until one does not fit. Returns 0 iff a required
/// one did not fit.
std::size_t write_once(const Layout& layout, const char* kind, const unsigned char* line,
                       std::size_t name_limit, char* out) {
  LineWriter writer(out, name_limit);
  writer.begin(kind);
  for (const Field& field : Span<const Field>(layout.fields, layout.count)) {
    if (is_present(line, field) && !writer.field(line, field)) {
      if (!field.is_optional) {
        return 0;
      }
      break;
    }
  }
  return writer.end();
}

}  // namespace

std::size_t write_line(const Layout& layout, const char* kind, const void* line, Span<char> out) {
  if (!out.empty()) {
    out[0] = '\0';
  }
  if (out.size() < kLineCapacity) {
    return 0;
  }
  const auto* bytes = static_cast<const unsigned char*>(line);
  std::size_t name_limit = 1;
  for (const Field& field : Span<const Field>(layout.fields, layout.count)) {
    if (field.form == Form::kName && !field.is_optional) {
      name_limit = value_at<Name>(bytes, field).size;
    }
  }
  std::size_t size = 0;
  for (; size == 0 && name_limit > 0; --name_limit) {
    size = write_once(layout, kind, bytes, name_limit, out.data());
  }
  return size;
}

std::size_t write_report_line(const HelloLine& line, Span<char> out) {
  return write_line(kLayoutOf<HelloLine>, "hello", &line, out);
}
std::size_t write_report_line(const HeapLine& line, Span<char> out) {
  return write_line(kLayoutOf<HeapLine>, word_of(ResourceKind::kHeap), &line, out);
}
std::size_t write_report_line(const StackLine& line, Span<char> out) {
  return write_line(kLayoutOf<StackLine>, word_of(line.kind), &line, out);
}
std::size_t write_report_line(const BlockPoolLine& line, Span<char> out) {
  return write_line(kLayoutOf<BlockPoolLine>, word_of(line.kind), &line, out);
}
std::size_t write_report_line(const VerdictLine& line, Span<char> out) {
  return write_line(kLayoutOf<VerdictLine>, "verdict", &line, out);
}
std::size_t write_report_line(const LevelLine& line, Span<char> out) {
  return write_line(kLayoutOf<LevelLine>, "level", &line, out);
}
std::size_t write_report_line(const CoverageLine& line, Span<char> out) {
  return write_line(kLayoutOf<CoverageLine>, "coverage", &line, out);
}
std::size_t write_report_line(const SelfLine& line, Span<char> out) {
  return write_line(kLayoutOf<SelfLine>, "self", &line, out);
}

}  // namespace tidemark::wire
