// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/end_report.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tool/ingest/line_text.hpp"

namespace tidemark::ingest {
namespace {

using nlohmann::json;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr double kMostSeconds = 1e12;

/// Reads members of one object; remembers the first that is wrong.
class Reader {
 public:
  Reader(const json& object, std::string& wrong) : object_(object), wrong_(wrong) {}

  std::optional<std::uint64_t> count(const char* key) {
    const json* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_number_unsigned()) {
      wrong_ = key;
      return std::nullopt;
    }
    return value->get<std::uint64_t>();
  }

  std::optional<std::int64_t> integer(const char* key) {
    const json* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_number_integer()) {
      wrong_ = key;
      return std::nullopt;
    }
    return value->get<std::int64_t>();
  }

  std::optional<std::uint64_t> seconds_as_ms(const char* key) {
    const json* value = find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    const double seconds = value->is_number() ? value->get<double>() : -1;
    if (!(seconds >= 0 && seconds <= kMostSeconds)) {
      wrong_ = key;
      return std::nullopt;
    }
    return static_cast<std::uint64_t>(std::llround(seconds * 1000));
  }

  std::string text(const char* key) {
    const json* value = find(key);
    if (value == nullptr) {
      return "";
    }
    if (!value->is_string()) {
      wrong_ = key;
      return "";
    }
    return printable(value->get_ref<const std::string&>());
  }

  /// Null: there is none, or it is wrong.
  const json* object(const char* key) {
    const json* value = find(key);
    if (value != nullptr && !value->is_object()) {
      wrong_ = key;
      return nullptr;
    }
    return value;
  }

 private:
  const json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  const json& object_;
  std::string& wrong_;
};

EndReport::End end_of(const std::string& word) {
  constexpr struct {
    std::string_view word;
    EndReport::End end;
  } kWords[] = {
      {"stopped", EndReport::End::kStopped}, {"nothing_left", EndReport::End::kNothingLeft},
      {"signal", EndReport::End::kSignal},   {"fatal", EndReport::End::kFatal},
      {"exit", EndReport::End::kExit},       {"refused", EndReport::End::kRefused}};
  for (const auto& known : kWords) {
    if (word == known.word) {
      return known.end;
    }
  }
  return EndReport::End::kUnknown;
}

void read_allocations(const json& object, EndReport& report, std::string& wrong) {
  Reader reader(object, wrong);
  report.allocations_matched = reader.count("matched");
  report.allocations_failed = reader.count("failed");
  const json* first = reader.object("first_failed");
  if (first == nullptr) {
    return;
  }
  Reader of(*first, wrong);
  EndReport::FailedAllocation& failed = *(report.first_failed = EndReport::FailedAllocation{});
  failed.index = of.count("index").value_or(0);
  failed.bytes = of.count("bytes").value_or(0);
  failed.heap = of.text("heap");
  failed.thread = of.text("thread");
  failed.call = of.text("call");
  failed.site = of.text("site");
}

void read_fatal(const json& object, EndReport& report, std::string& wrong) {
  Reader reader(object, wrong);
  EndReport::Fatal& fatal = *(report.fatal = EndReport::Fatal{});
  const std::uint64_t reason = reader.count("reason").value_or(0);
  if (reason > UINT32_MAX) {
    wrong = "reason";
  }
  fatal.reason = static_cast<std::uint32_t>(reason);
  fatal.reason_text = reader.text("reason_text");
  fatal.thread = reader.text("thread");
  fatal.message = reader.text("message");
  fatal.site = reader.text("site");
}

void read_members(const json& object, EndReport& report, std::string& wrong) {
  Reader reader(object, wrong);
  report.end = end_of(reader.text("end"));
  report.status = reader.integer("status");
  report.virtual_ms = reader.seconds_as_ms("virtual_seconds");
  if (const json* allocations = reader.object("allocations")) {
    read_allocations(*allocations, report, wrong);
  }
  if (const json* fatal = reader.object("fatal")) {
    read_fatal(*fatal, report, wrong);
  }
  if (const json* leaks = reader.object("leaks")) {
    Reader of(*leaks, wrong);
    report.leaks = EndReport::Leaks{of.count("blocks").value_or(0), of.count("bytes").value_or(0)};
  }
}

Problem no_report(std::string_view name, const std::string& why) {
  return {
      std::string(name), why,
      "the application and this tool may be of different versions; build both from one checkout"};
}

}  // namespace

std::variant<EndReport, Problem> parse_end_report(std::string_view text, std::string_view name) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) {
    return no_report(name, "is no end report: not one JSON object");
  }
  const auto version = object.find("version");
  if (version == object.end() || *version != 1) {
    return no_report(name, "is no end report of version 1");
  }
  EndReport report;
  std::string wrong;
  read_members(object, report, wrong);
  if (!wrong.empty()) {
    return no_report(name, "is no end report: bad value of \"" + wrong + "\"");
  }
  return report;
}

std::optional<std::variant<EndReport, Problem>> read_end_report(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  std::string text(kMostBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.empty()) {
    return std::nullopt;
  }
  if (text.size() > kMostBytes) {
    return std::variant<EndReport, Problem>(no_report(file, "is no end report: too long"));
  }
  return parse_end_report(text, file);
}

}  // namespace tidemark::ingest
