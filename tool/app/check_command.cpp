// SPDX-License-Identifier: Apache-2.0
#include "tool/app/check_command.hpp"

#include <cerrno>

#include "tool/app/read_file.hpp"
#include "tool/app/symbol_options.hpp"
#include "tool/app/terminal.hpp"
#include "tool/sinks/device_summaries.hpp"
#include "tool/sinks/json_summary.hpp"

namespace tidemark::app {
namespace {

int print(const CheckOptions& options, const sinks::Judgement& judgement) {
  if (!options.junit.empty()) {
    if (const auto problem = write_to(options.junit, sinks::judgement_junit(judgement))) {
      return fail(*problem);
    }
  }
  std::string text;
  if (options.json) {
    text = sinks::json_text(sinks::judgement_json(judgement), 2) + "\n";
  } else if (options.junit != "-") {
    text = sinks::judgement_text(judgement, stdout_has_colour());
  }
  if (!write_out(text)) {
    return fail(ingest::system_problem("stdout", errno));
  }
  return static_cast<int>(sinks::outcome_of(judgement));
}

}  // namespace

int run_check(const CheckOptions& options) {
  const auto parsed = parse_settings(options.common);
  if (const auto* problem = std::get_if<ingest::Problem>(&parsed)) {
    return fail(*problem);
  }
  const auto& settings = std::get<Settings>(parsed);
  if (options.json && options.junit == "-") {
    return fail({"--json --junit -", "both would write to stdout", "give --junit a file name"});
  }
  analysis::Devices devices(settings.session, nullptr);
  const ReadEnd end = read_file(options.file, devices);
  if (end.problem) {
    fail(*end.problem);
  }
  if (!end.opened) {
    return kStatusCannotTell;
  }
  tell_refused_symbols(devices);
  return print(options, sinks::judge(devices, settings.limits, !end.complete,
                                     options.file == "-" ? "stdin" : options.file));
}

}  // namespace tidemark::app
