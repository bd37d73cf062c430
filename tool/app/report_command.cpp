// SPDX-License-Identifier: Apache-2.0
#include "tool/app/report_command.hpp"

#include <unistd.h>

#include <cerrno>

#include "tool/analysis/chronicle.hpp"
#include "tool/app/read_file.hpp"
#include "tool/app/symbol_options.hpp"
#include "tool/app/terminal.hpp"
#include "tool/sinks/html_report.hpp"

namespace tidemark::app {

int run_report(const ReportOptions& options, std::string_view version) {
  const auto parsed = parse_settings(options.common);
  if (const auto* problem = std::get_if<ingest::Problem>(&parsed)) {
    return fail(*problem);
  }
  const auto& settings = std::get<Settings>(parsed);
  analysis::Chronicle chronicle;
  analysis::Devices devices(settings.session, &chronicle);
  chronicle.follow(devices);
  const ReadEnd end = read_file(options.file, devices);
  if (end.problem) {
    fail(*end.problem);
  }
  if (!end.opened) {
    return kStatusCannotTell;
  }
  const bool nothing = devices.count() == 1 && devices.at(0).inventory().all().empty();
  // Where it lies is of no use to those who get the page.
  const std::string source =
      options.file == "-" ? "stdin" : options.file.substr(options.file.rfind('/') + 1);
  if (nothing) {
    return fail({source, "no line of it tells of a heap or a stack",
                 "see docs/reference/cli.md, What is read from a console"});
  }
  tell_refused_symbols(devices);
  const sinks::Judgement judgement = sinks::judge(devices, settings.limits, !end.complete, source);
  if (const auto problem =
          write_to(options.output, sinks::html_report(judgement, chronicle, version))) {
    return fail(*problem);
  }
  // On stdout is the page itself.
  if (options.output != "-" &&
      !write_out(options.output + ": " + sinks::judgement_sentence(judgement) + "\n")) {
    return fail(ingest::system_problem("stdout", errno));
  }
  return end.problem ? kStatusCannotTell : 0;
}

}  // namespace tidemark::app
