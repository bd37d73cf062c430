// SPDX-License-Identifier: Apache-2.0
#include "tool/app/profile_command.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <variant>

#include "tool/app/read_file.hpp"
#include "tool/app/symbol_options.hpp"
#include "tool/app/terminal.hpp"
#include "tool/app/unreachable_command.hpp"
#include "tool/sinks/flame_page.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/pprof.hpp"
#include "tool/sinks/profile_report.hpp"

namespace tidemark::app {
namespace {

using ingest::Problem;

std::optional<Problem> refuse(const ProfileOptions& options) {
  int to_stdout = 0;
  for (const std::string* file : {&options.pprof, &options.flame}) {
    to_stdout += *file == "-" ? 1 : 0;
  }
  if (to_stdout + (options.json ? 1 : 0) > 1) {
    return Problem{"-", "more than one of --json, --pprof and --flame would write to stdout",
                   "give the others a file name"};
  }
  if (options.unreachable && options.elf.empty()) {
    return Problem{"--unreachable", "needs the ELF file of the build that ran",
                   "give it, for example --elf build/zephyr/zephyr.elf"};
  }
  if (!options.unreachable && !(options.earlier.empty() && options.min_age.empty())) {
    return Problem{options.earlier.empty() ? "--min-age" : "--earlier", "is for core dumps only",
                   "give --unreachable too"};
  }
  if (options.file == "-" && options.older == "-") {
    return Problem{"--diff -", "stdin is FILE already", "give one of the two a file name"};
  }
  if (!options.older.empty() && !(options.pprof.empty() && options.flame.empty())) {
    return Problem{"--diff", "there is no difference as a pprof profile or a flame graph",
                   "leave out --pprof and --flame; pprof compares two profiles by -diff_base"};
  }
  if (!options.flame.empty() && !sinks::has_flame_page()) {
    return Problem{"--flame", "this tidemark was built without node and npm",
                   "install nodejs and npm, configure and build it again"};
  }
  return std::nullopt;
}

/// What one file brought.
struct Loaded {
  std::unique_ptr<analysis::Devices> devices;
  const analysis::Session* session = nullptr;
};

std::string names_of(const analysis::Devices& devices) {
  std::string names;
  for (std::size_t i = 0; i < devices.count(); ++i) {
    if (devices.at(i).profile().latest() != nullptr) {
      names += (names.empty() ? "" : ", ") + analysis::device_name(devices.at(i));
    }
  }
  return names;
}

/// The session of the device that is wanted.
std::variant<const analysis::Session*, Problem> choose(const analysis::Devices& devices,
                                                       const ProfileOptions& options,
                                                       const std::string& file) {
  const analysis::Session* found = nullptr;
  std::size_t count = 0;
  for (std::size_t i = 0; i < devices.count(); ++i) {
    const analysis::Session& one = devices.at(i);
    if (one.profile().latest() != nullptr &&
        (options.device.empty() || analysis::device_name(one) == options.device)) {
      found = &one;
      ++count;
    }
  }
  const std::string names = names_of(devices);
  if (count == 0 && !options.device.empty() && !names.empty()) {
    return Problem{"--device " + options.device, "sent no heap profile", "there are " + names};
  }
  if (count == 0) {
    return Problem{file, "no line or message of it tells of a heap profile",
                   "build the device with CONFIG_TIDEMARK_PROFILE=y; see docs/guide/profile.md"};
  }
  if (count > 1) {
    return Problem{file, fmt::format("{} devices sent a heap profile", count),
                   "choose one by --device: " + names};
  }
  return found;
}

std::variant<Loaded, Problem> load(const std::string& file, const std::string& elf,
                                   const ProfileOptions& options) {
  analysis::SessionOptions how;
  how.ticks_per_second = options.timestamp_hz;
  if (const auto problem = add_symbols(elf, options.force, how)) {
    return *problem;
  }
  Loaded loaded;
  loaded.devices = std::make_unique<analysis::Devices>(how, nullptr);
  const ReadEnd end = read_file(file, *loaded.devices);
  if (end.problem && !end.opened) {
    return *end.problem;
  }
  if (end.problem) {
    fail(*end.problem);  // what was read is shown all the same
  }
  const auto chosen = choose(*loaded.devices, options, file == "-" ? "stdin" : file);
  if (const auto* problem = std::get_if<Problem>(&chosen)) {
    return *problem;
  }
  loaded.session = std::get<const analysis::Session*>(chosen);
  if (const auto problem = refused_symbols(*loaded.session)) {
    return *problem;
  }
  return loaded;
}

/// Addresses of two builds cannot be compared.
std::optional<Problem> refuse_builds(const analysis::Session& older, const analysis::Session& newer,
                                     const ProfileOptions& options) {
  const std::string& before = older.build_id();
  const std::string& after = newer.build_id();
  const bool named = older.symbols() != nullptr && newer.symbols() != nullptr;
  if (before == after || before.empty() || after.empty() || named || options.force) {
    return std::nullopt;
  }
  return Problem{options.older,
                 fmt::format("is of another build ({}...) than {} ({}...)",
                             ingest::short_build(before), options.file, ingest::short_build(after)),
                 "give both ELF files, by --elf and --older-elf"};
}

int show(const std::string& text) {
  return write_out(text) ? 0 : fail(ingest::system_problem("stdout", errno));
}

int show_difference(const ProfileOptions& options, const sinks::ProfileReport& report) {
  const std::string& elf = options.older_elf.empty() ? options.elf : options.older_elf;
  const auto older = load(options.older, elf, options);
  if (const auto* problem = std::get_if<Problem>(&older)) {
    return fail(*problem);
  }
  const analysis::Session& session = *std::get<Loaded>(older).session;
  if (const auto problem = refuse_builds(session, report.session, options)) {
    return fail(*problem);
  }
  const auto before = sinks::report_profile(session, options.older, options.since_mark);
  return show(options.json ? sinks::json_text(sinks::diff_json(*before, report), 2) + "\n"
                           : sinks::diff_text(*before, report));
}

}  // namespace

int run_profile(const ProfileOptions& options, std::string_view version) {
  if (const auto problem = refuse(options)) {
    return fail(*problem);
  }
  if (options.unreachable) {
    return run_unreachable(
        {options.file, options.elf, options.earlier, options.min_age, options.json});
  }
  const auto loaded = load(options.file, options.elf, options);
  if (const auto* problem = std::get_if<Problem>(&loaded)) {
    return fail(*problem);
  }
  const std::string source = options.file == "-" ? "stdin" : options.file;
  auto report =
      sinks::report_profile(*std::get<Loaded>(loaded).session, source, options.since_mark);
  if (options.since_mark && !report->view.info.mark_ms.present) {
    return fail({source, "no mark was set on the device",
                 "set one by `tidemark mark` in its shell, or tidemark_mark()"});
  }
  if (options.since_mark && report->view.by_device) {
    return fail({source, "report lines do not tell what is of since the mark",
                 "capture the device's messages: CONFIG_TIDEMARK_TELEMETRY"});
  }
  report->top = options.top;
  if (!options.older.empty()) {
    return show_difference(options, *report);
  }
  if (!options.pprof.empty()) {
    if (const auto problem = write_to(options.pprof, sinks::pprof_profile(*report))) {
      return fail(*problem);
    }
  }
  if (!options.flame.empty()) {
    if (const auto problem = write_to(options.flame, sinks::flame_page(*report, version))) {
      return fail(*problem);
    }
  }
  if (options.pprof == "-" || options.flame == "-") {
    return 0;
  }
  return show(options.json ? sinks::json_text(sinks::profile_json(*report), 2) + "\n"
                           : sinks::profile_text(*report));
}

}  // namespace tidemark::app
