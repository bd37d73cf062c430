// SPDX-License-Identifier: Apache-2.0
#include "tool/app/sweep_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <cerrno>
#include <csignal>
#include <map>
#include <memory>

#include "tool/analysis/sweep.hpp"
#include "tool/app/soak_progress.hpp"
#include "tool/app/terminal.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/sweep_report.hpp"
#include "tool/ui/screen.hpp"

namespace tidemark::app {
namespace {

using analysis::SweepRun;
using ingest::Problem;

/// Runs the application without a failure, then once for each allocation, some runs side by side.
class Sweeper {
 public:
  Sweeper(asio::io_context& io, const SoakOptions& options, const SoakSetup& setup,
          const ReportFolder& folder)
      : io_(io), options_(options), setup_(setup), folder_(folder) {
    sweep_.asked = options.sweep;
  }

  /// Then run `io`, which ends with it.
  void start() { start_run(0); }

  /// Ends what runs, and begins nothing more.
  void interrupt() {
    sweep_.interrupted = true;
    for (auto& [nth, run] : running_) {
      run->interrupt();
    }
  }

  /// In the order of the allocations.
  analysis::Sweep result() {
    std::sort(sweep_.runs.begin(), sweep_.runs.end(),
              [](const SweepRun& a, const SweepRun& b) { return a.nth < b.nth; });
    return sweep_;
  }
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

  std::vector<ui::Row> rows(std::size_t width) const {
    const std::size_t survived = sweep_.count(SweepRun::Result::kSurvived);
    const std::size_t done = sweep_.runs.size();
    const double share = static_cast<double>(done) / static_cast<double>(sweep_.asked);
    const std::string text = fmt::format("{} of {}: {} survived, {} not", done,
                                         sinks::counted(std::uint64_t{sweep_.asked}, "allocation"),
                                         survived, done - survived);
    return {progress_row(share, text, width, ui::Screen::charset())};
  }

 private:
  void start_run(std::uint64_t nth) {
    const std::string fail_alloc = nth == 0 ? "" : fmt::format("nth:{}", nth);
    const std::string file = folder_.file(fmt::format("{}.json", nth));
    auto run = std::make_unique<SoakRun>(io_, run_options(setup_, fail_alloc, file),
                                         [this, nth] { over(nth); });
    SoakRun& started = *run;
    running_.emplace(nth, std::move(run));
    if (auto problem = started.start()) {
      running_.erase(nth);
      give_up(*problem);
    }
  }

  // The run is still on the stack.
  void over(std::uint64_t nth) {
    asio::post(io_, [this, nth] {
      const std::unique_ptr<SoakRun> run = std::move(running_.at(nth));
      running_.erase(nth);
      take(nth, *run);
      if (!start_more() && running_.empty()) {
        io_.stop();
      }
    });
  }

  void take(std::uint64_t nth, const SoakRun& run) {
    if (run.report_problem()) {
      give_up(*run.report_problem());
    }
    if (nth == 0) {
      sweep_.plain = run.end();
      sweep_.plain_faults = run.session().faults();
      const auto how = run.end().how;
      good_ = sweep_.plain_faults.empty() && (how == analysis::RunEnd::How::kCompleted ||
                                              how == analysis::RunEnd::How::kEndedEarly);
      return;
    }
    if (analysis::reached_allocation(run.end()) == false && !run.end().failed()) {
      const std::uint64_t made = run.end().report->allocations_matched.value_or(nth - 1);
      sweep_.made = std::min(sweep_.made.value_or(made), made);
      return;
    }
    sweep_.runs.push_back(
        analysis::judge_sweep_run(nth, run.end(), run.session().faults(), sweep_.plain));
  }

  /// False iff there is nothing more to start.
  bool start_more() {
    const bool go_on = good_ && !problem_ && !sweep_.interrupted && !sweep_.made;
    while (go_on && next_ <= sweep_.asked && running_.size() < options_.jobs) {
      start_run(next_++);
      if (problem_) {
        break;
      }
    }
    return !running_.empty();
  }

  void give_up(const Problem& problem) {
    if (!problem_) {
      problem_ = problem;
    }
    for (auto& [nth, run] : running_) {
      run->interrupt();
    }
    if (running_.empty()) {
      io_.stop();
    }
  }

  asio::io_context& io_;
  const SoakOptions& options_;
  const SoakSetup& setup_;
  const ReportFolder& folder_;
  analysis::Sweep sweep_;
  std::map<std::uint64_t, std::unique_ptr<SoakRun>> running_;
  std::optional<Problem> problem_;
  std::uint64_t next_ = 1;
  bool good_ = false;  // the run without a failure was
};

int print(const SoakOptions& options, const analysis::Sweep& sweep) {
  if (!options.junit.empty()) {
    if (const auto problem = write_to(options.junit, sinks::sweep_junit(sweep, options.app))) {
      return fail(*problem);
    }
  }
  std::string text;
  if (options.json) {
    text = sinks::json_text(sinks::sweep_json(sweep, options.app), 2) + "\n";
  } else if (options.junit != "-") {
    text = sinks::sweep_text(sweep, options.app, stdout_has_colour());
  }
  if (!write_out(text)) {
    return fail(ingest::system_problem("stdout", errno));
  }
  return static_cast<int>(sweep.outcome());
}

}  // namespace

int run_sweep(const SoakOptions& options, const SoakSetup& setup) {
  ReportFolder folder;
  if (const auto problem = folder.make()) {
    return fail(*problem);
  }
  asio::io_context io;
  Sweeper sweeper(io, options, setup, folder);
  asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
  const std::function<void()> wait = [&] {
    signals.async_wait([&](asio::error_code error, int) {
      if (!error) {
        sweeper.interrupt();
        wait();
      }
    });
  };
  wait();
  {
    const TerminalProgress progress(io, [&](std::size_t width) { return sweeper.rows(width); });
    sweeper.start();
    io.run();
  }
  if (sweeper.problem()) {
    return fail(*sweeper.problem());
  }
  return print(options, sweeper.result());
}

}  // namespace tidemark::app
