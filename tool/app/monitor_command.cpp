// SPDX-License-Identifier: Apache-2.0
#include "tool/app/monitor_command.hpp"

#include <unistd.h>

#include <asio/io_context.hpp>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <memory>

#include "tool/app/monitor.hpp"
#include "tool/app/symbol_options.hpp"
#include "tool/app/terminal.hpp"
#include "tool/ingest/command_source.hpp"
#include "tool/ingest/open_source.hpp"
#include "tool/sinks/device_summaries.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/json_view.hpp"
#include "tool/sinks/plain_view.hpp"
#include "tool/ui/screen_view.hpp"

namespace tidemark::app {
namespace {

using ingest::Problem;
using ingest::Source;

// Long enough to read the sentence before the screen goes.
constexpr std::chrono::milliseconds kLinger{3000};

std::variant<std::unique_ptr<Source>, Problem> make_source(asio::io_context& io,
                                                           const MonitorOptions& options) {
  if (options.has_command) {
    if (options.command.empty() || options.command.front().empty()) {
      return Problem{"--", "a command is missing after it",
                     "for example tidemark monitor -- ./zephyr.exe"};
    }
    if (options.has_source) {
      return Problem{options.source, "there is a command after -- too", "give one of the two"};
    }
    return std::make_unique<ingest::CommandSource>(io, options.command);
  }
  if (!options.has_source) {
    if (is_terminal(STDIN_FILENO)) {
      return Problem{
          "SOURCE", "is missing",
          "name a device such as /dev/ttyUSB0, a file, tcp:HOST:PORT, udp:PORT, mqtt://HOST/TOPIC, "
          "or -- and a command"};
    }
    return ingest::open_source(io, ingest::StdinSpec{}, options.wait);
  }
  const auto spec = ingest::parse_source_spec(options.source);
  if (const auto* problem = std::get_if<Problem>(&spec)) {
    return *problem;
  }
  return ingest::open_source(io, std::get<ingest::SourceSpec>(spec), options.wait);
}

/// The file of --record, made anew; none if the name is empty.
class Record {
 public:
  explicit Record(const std::string& name) {
    if (!name.empty() && (file_ = std::fopen(name.c_str(), "wbe")) == nullptr) {
      problem_ = Problem{name, "cannot be written", "check the folder and its permissions"};
    }
  }
  ~Record() {
    if (file_ != nullptr) {
      std::fclose(file_);
    }
  }
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;
  [[nodiscard]] std::FILE* file() const { return file_; }
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

 private:
  std::FILE* file_ = nullptr;
  std::optional<Problem> problem_;
};

bool wants_screen(const MonitorOptions& options) {
  return !options.plain && !options.json && is_terminal(STDOUT_FILENO);
}

int print_summary(const MonitorOptions& options, const Settings& settings, const Monitor& monitor,
                  const std::string& source) {
  tell_refused_symbols(monitor.devices());
  const auto judgement =
      sinks::judge(monitor.devices(), settings.limits, monitor.end().incomplete, source);
  std::string text;
  if (options.json) {
    nlohmann::ordered_json event = {{"event", "summary"}};
    event.update(sinks::judgement_json(judgement));
    text = sinks::json_text(event) + "\n";
  } else {
    text = "\n" + sinks::judgement_text(judgement, stdout_has_colour());
  }
  if (!write_out(text) && errno != EPIPE) {
    return fail(ingest::system_problem("stdout", errno));
  }
  return static_cast<int>(sinks::outcome_of(judgement));
}

int run(asio::io_context& io, Source& source, const MonitorOptions& options,
        const Settings& settings, Monitor::Options how) {
  std::unique_ptr<ui::ScreenView> screen;
  std::unique_ptr<sinks::View> lines;
  how.stay = wants_screen(options);
  how.linger = how.stay ? kLinger : std::chrono::milliseconds{0};
  Monitor monitor(io, source, how);
  if (const auto problem = monitor.start()) {
    return fail(*problem);
  }
  if (how.stay) {
    screen = ui::ScreenView::open(io, monitor.devices(), source.name(), [&] { monitor.leave(); });
  }
  if (screen != nullptr) {
    monitor.set_view(*screen);
  } else if (options.json) {
    lines = std::make_unique<sinks::JsonView>(stdout);
  } else {
    lines = std::make_unique<sinks::PlainView>(stdout, stderr, stdout_has_colour());
  }
  if (lines != nullptr) {
    monitor.set_view(*lines);
  }
  io.run();
  screen.reset();
  if (monitor.record_failed()) {
    return fail({options.record, "cannot be written", "check the disk's free space"});
  }
  if (monitor.end().problem) {
    return fail(*monitor.end().problem);
  }
  return print_summary(options, settings, monitor, source.name());
}

}  // namespace

int run_monitor(const MonitorOptions& options) {
  std::setlocale(LC_CTYPE, "");
  std::signal(SIGPIPE, SIG_IGN);
  const auto parsed = parse_settings(options.common);
  if (const auto* problem = std::get_if<Problem>(&parsed)) {
    return fail(*problem);
  }
  const auto& settings = std::get<Settings>(parsed);
  Monitor::Options how;
  how.session = settings.session;
  how.exit_on_verdict = options.exit_on_verdict;
  if (!options.run_for.empty()) {
    const auto ms = duration_of("--for", options.run_for, "60s");
    if (const auto* problem = std::get_if<Problem>(&ms)) {
      return fail(*problem);
    }
    how.run_for = std::chrono::milliseconds(std::get<std::uint64_t>(ms));
  }
  const Record record(options.record);
  if (record.problem()) {
    return fail(*record.problem());
  }
  how.record = record.file();
  asio::io_context io;
  auto source = make_source(io, options);
  if (const auto* problem = std::get_if<Problem>(&source)) {
    return fail(*problem);
  }
  return run(io, *std::get<std::unique_ptr<Source>>(source), options, settings, how);
}

}  // namespace tidemark::app
