// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "tool/app/check_command.hpp"
#include "tool/app/monitor_command.hpp"
#include "tool/app/terminal.hpp"

namespace {

using tidemark::app::CheckOptions;
using tidemark::app::CommonOptions;
using tidemark::app::MonitorOptions;

constexpr const char* kVersion = TIDEMARK_VERSION;

void add_common(CLI::App& command, CommonOptions& options) {
  command.add_option(
      "--period", options.period,
      "Time from sample to sample where lines have no time stamp: 500ms, 60s, 5m, 1h");
  command.add_option(
      "--block", options.block,
      "Base block of the leak detector (its shortest window has 8); default: derived "
      "from the sampling period");
  command.add_option("--max-heap-percent", options.max_heap_percent,
                     "Limit: no heap may use more of its capacity than this");
  command.add_option("--min-stack-free", options.min_stack_free,
                     "Limit: every thread stack must have this much left: bytes, or a percentage "
                     "such as 20%");
  command
      .add_option("--timestamp-hz", options.timestamp_hz,
                  "What a log time stamp that is only a number, [00001000], counts a second")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}).description(""))
      ->capture_default_str();
}

CLI::App* add_check(CLI::App& app, CheckOptions& options) {
  CLI::App* check = app.add_subcommand("check", "Judge a console log: is there a leak?");
  check->add_option("FILE", options.file, "A console log; - is stdin")->required();
  check->add_flag("--json", options.json, "Print the judgement as JSON");
  check->add_option("--junit", options.junit, "Write the judgement as JUnit XML; - is stdout");
  add_common(*check, options.common);
  check->footer(
      "Exit status: 0 healthy, 3 a leak, an exhausted resource or a broken limit, 2 cannot tell\n"
      "(bad or too little input).\n\n"
      "Examples:\n"
      "  tidemark check console.log\n"
      "  tidemark check console.log --period 60s --min-stack-free 20%\n"
      "  picocom -q /dev/ttyUSB0 | head -n 1000 | tidemark check - --json");
  return check;
}

CLI::App* add_monitor(CLI::App& app, MonitorOptions& options) {
  CLI::App* monitor = app.add_subcommand("monitor", "Show a device's memory live");
  monitor->add_option(
      "SOURCE", options.source,
      "-, a file, /dev/tty...[:BAUD] (115200), a pty, tcp:HOST:PORT; default: stdin");
  monitor->add_flag("--plain", options.plain, "Lines instead of the live view");
  monitor->add_flag("--json", options.json, "One JSON object a line instead of the live view");
  monitor->add_flag("--exit-on-verdict", options.exit_on_verdict,
                    "End when a leak or an exhausted resource is seen");
  monitor->add_option("--for", options.run_for, "End after this time: 60s, 5m, 1h");
  monitor->add_flag("--wait", options.wait, "Wait for a device or server that is not there yet");
  add_common(*monitor, options.common);
  monitor->footer(
      "After -- comes a command whose output is the console. In the live view q leaves, ? helps.\n"
      "Exit status, as tidemark check's: 0 healthy, 3 a leak, an exhausted resource or a broken\n"
      "limit, 2 cannot tell (bad or too little input).\n\n"
      "Examples:\n"
      "  tidemark monitor /dev/ttyUSB0:115200\n"
      "  tidemark monitor tcp:localhost:4321 --plain --for 10m\n"
      "  tidemark monitor --period 1s --exit-on-verdict -- build/zephyr/zephyr.exe --rt-ratio=4");
  return monitor;
}

/// CLI11's message as "what: why".
int refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* command = &app;
  for (const CLI::App* sub : app.get_subcommands()) {
    command = sub;
  }
  const bool sub = command != &app;
  const std::string name = sub ? command->get_name() : "command line";
  return tidemark::app::fail(
      {name, error.what(), sub ? "see tidemark " + name + " --help" : "see tidemark --help"});
}

/// The arguments before `--`, last first as CLI11 wants them; what follows it is the command to
/// run.
std::vector<std::string> split_command(int argc, char** argv, MonitorOptions& options) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (options.has_command) {
      options.command.push_back(word);
    } else if (word == "--" && i > 1 && arguments.front() == "monitor") {
      options.has_command = true;
    } else {
      arguments.push_back(word);
    }
  }
  std::reverse(arguments.begin(), arguments.end());
  return arguments;
}

int run(int argc, char** argv) {
  CLI::App app("Memory monitoring for Zephyr RTOS.", "tidemark");
  app.set_version_flag("--version", std::string("tidemark ") + kVersion);
  app.require_subcommand(1);
  app.footer("tidemark COMMAND --help tells more, with examples.");
  CheckOptions check_options;
  MonitorOptions monitor_options;
  const CLI::App* monitor = add_monitor(app, monitor_options);
  add_check(app, check_options);
  try {
    app.parse(split_command(argc, argv, monitor_options));
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
  }
  return monitor->parsed() ? tidemark::app::run_monitor(monitor_options)
                           : tidemark::app::run_check(check_options);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tidemark: internal error: %s; please report it with the command\n",
                 error.what());
    return 2;
  }
}
