// SPDX-License-Identifier: Apache-2.0
#include "tool/app/soak_command.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <memory>

#include "tool/app/soak_progress.hpp"
#include "tool/app/soak_setup.hpp"
#include "tool/app/sweep_command.hpp"
#include "tool/app/symbol_options.hpp"
#include "tool/app/terminal.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/text_summary.hpp"
#include "tool/ui/screen.hpp"

namespace tidemark::app {
namespace {

using ingest::Problem;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

/// Runs until it is over; each signal interrupts it.
std::optional<Problem> run_to_the_end(asio::io_context& io, SoakRun& run, asio::signal_set& signals,
                                      std::uint64_t asked_ms) {
  if (auto problem = run.start()) {
    return problem;
  }
  const std::function<void()> wait = [&] {
    signals.async_wait([&](asio::error_code error, int) {
      if (!error) {
        run.interrupt();
        wait();
      }
    });
  };
  wait();
  const TerminalProgress progress(io, [&](std::size_t width) {
    return soak_rows(run, asked_ms, width, ui::Screen::charset());
  });
  io.run();
  return std::nullopt;
}

/// What keeps the run from being judged at all.
std::optional<Problem> nothing_to_judge(const SoakOptions& options, const SoakRun& run) {
  if (run.end().how == analysis::RunEnd::How::kRefused) {
    return Problem{options.app, "did not take its command line: " + run.end().why,
                   "what follows -- goes to the application"};
  }
  if (run.session().coverage().sample_lines == 0 &&
      run.end().how == analysis::RunEnd::How::kCompleted && run.session().fault_count() == 0) {
    return Problem{options.app, "wrote no report line of Tidemark's module",
                   "set CONFIG_TIDEMARK=y in its prj.conf and build it again; if it has it, make "
                   "--for longer than CONFIG_TIDEMARK_REPORT_PERIOD_S"};
  }
  return std::nullopt;
}

/// What the application said of it: which names there are, which may have been meant.
std::string words_on_failures(const analysis::RunEnd& end) {
  constexpr std::string_view kSays = "none failed: ";
  for (auto line = end.last_lines.rbegin(); line != end.last_lines.rend(); ++line) {
    const std::size_t at = line->find(kSays);
    if (at != std::string::npos) {
      return ": " + line->substr(at + kSays.size());
    }
  }
  return "";
}

/// What went wrong beside the run.
std::optional<Problem> trouble(const SoakOptions& options, const SoakRun& run, std::FILE* log) {
  if (log != nullptr && (std::fflush(log) != 0 || run.log_failed())) {
    return Problem{options.log, "cannot be written to its end", "make room on the disk"};
  }
  if (run.end().nothing_to_fail()) {
    return Problem{"--fail-alloc " + options.fail_alloc,
                   "no allocation matched, so none failed" + words_on_failures(run.end()),
                   "correct the names, or make --for longer"};
  }
  return run.report_problem();
}

int print(const SoakOptions& options, const SoakSetup& setup, const SoakRun& run) {
  const analysis::Session& session = run.session();
  const analysis::Limits& limits = setup.settings.limits;
  const analysis::Summary summary = analysis::summarize(session, limits, false, &run.end());
  tell_refused_symbols(session);
  if (!options.junit.empty()) {
    const std::string xml = sinks::junit_xml(session, summary, limits, options.app);
    if (const auto problem = write_to(options.junit, xml)) {
      return fail(*problem);
    }
  }
  std::string text;
  if (options.json) {
    text = sinks::json_text(sinks::json_summary(session, summary, limits, options.app), 2) + "\n";
  } else if (options.junit != "-") {
    text = sinks::text_summary(session, summary, limits, options.app, stdout_has_colour());
  }
  if (!write_out(text)) {
    return fail(ingest::system_problem("stdout", errno));
  }
  return static_cast<int>(summary.outcome);
}

int run_once(const SoakOptions& options, const SoakSetup& setup) {
  ReportFolder folder;
  if (const auto problem = folder.make()) {
    return fail(*problem);
  }
  SoakRun::Options how = run_options(setup, options.fail_alloc, folder.file("end.json"));
  File log;
  if (!options.log.empty()) {
    log.reset(std::fopen(options.log.c_str(), "wbe"));
    if (log == nullptr) {
      return fail({options.log, "cannot be written", "check the folder and its permissions"});
    }
    how.log = log.get();
  }
  asio::io_context io;
  asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
  SoakRun run(io, how, [&] { io.stop(); });
  if (const auto problem = run_to_the_end(io, run, signals, setup.run_ms)) {
    return fail(*problem);
  }
  const auto nothing = nothing_to_judge(options, run);
  if (nothing && !options.json && options.junit.empty()) {
    return fail(*nothing);
  }
  const int status = print(options, setup, run);
  if (nothing) {
    return fail(*nothing);
  }
  if (const auto problem = trouble(options, run, log.get())) {
    fail(*problem);
    return status == 0 ? kStatusCannotTell : status;
  }
  return status;
}

}  // namespace

int run_soak(const SoakOptions& options) {
  std::setlocale(LC_CTYPE, "");
  std::signal(SIGPIPE, SIG_IGN);
  const auto parsed = parse_soak(options);
  if (const auto* problem = std::get_if<Problem>(&parsed)) {
    return fail(*problem);
  }
  const auto& setup = std::get<SoakSetup>(parsed);
  return options.has_sweep ? run_sweep(options, setup) : run_once(options, setup);
}

}  // namespace tidemark::app
