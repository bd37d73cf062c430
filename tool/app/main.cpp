// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "tool/app/check_command.hpp"
#include "tool/app/monitor_command.hpp"
#include "tool/app/profile_command.hpp"
#include "tool/app/report_command.hpp"
#include "tool/app/soak_command.hpp"
#include "tool/app/terminal.hpp"

namespace {

using tidemark::app::CheckOptions;
using tidemark::app::CommonOptions;
using tidemark::app::MonitorOptions;
using tidemark::app::ProfileOptions;
using tidemark::app::ReportOptions;
using tidemark::app::SoakOptions;

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
  command.add_option("--min-largest-free", options.min_largest_free,
                     "Limit: the largest free block of every heap must always be this many bytes");
  command
      .add_option("--timestamp-hz", options.timestamp_hz,
                  "What a log time stamp that is only a number, [00001000], counts a second")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}).description(""))
      ->capture_default_str();
  command.add_option("--elf", options.elf,
                     "The ELF file that the device runs: names who holds a leaking heap");
  command.add_flag("--force", options.force, "Use --elf although it is of another build");
}

CLI::App* add_check(CLI::App& app, CheckOptions& options) {
  CLI::App* check = app.add_subcommand("check", "Judge a console log: is there a leak?");
  check->add_option("FILE", options.file, "A console log; - is stdin")->required();
  check->add_flag("--json", options.json, "Print the judgement as JSON");
  check->add_option("--junit", options.junit, "Write the judgement as JUnit XML; - is stdout");
  add_common(*check, options.common);
  check->footer(
      "Exit status: 0 healthy, 3 a leak, a level of warn or critical, a broken limit, a fault, a\n"
      "restart because something failed or a failed allocation, 2 cannot tell (bad or too little\n"
      "input).\n\n"
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
      "-, a file, /dev/tty...[:BAUD] (115200), a pty, tcp:HOST:PORT, udp:[HOST:]PORT, "
      "mqtt://[USER[:PASSWORD]@]HOST[:PORT]/TOPIC; default: stdin");
  monitor->add_flag("--plain", options.plain, "Lines instead of the live view");
  monitor->add_flag("--json", options.json, "One JSON object a line instead of the live view");
  monitor->add_flag("--exit-on-verdict", options.exit_on_verdict,
                    "End when a leak, warn, critical, a failed allocation or restart is seen");
  monitor->add_option("--for", options.run_for, "End after this time: 60s, 5m, 1h");
  monitor->add_option("--record", options.record,
                      "Write what comes to this file, for check and report to read");
  monitor->add_flag("--wait", options.wait,
                    "Wait for a device, server or broker that is not there yet");
  add_common(*monitor, options.common);
  monitor->footer(
      "After -- comes a command whose output is the console. In the live view q leaves, ? helps.\n"
      "Exit status, as tidemark check's: 0 healthy, 3 a leak, a level of warn or critical,\n"
      "a broken limit, a fault, a restart because something failed or a failed allocation, 2 "
      "cannot\n"
      "tell (bad or too little input).\n\n"
      "Examples:\n"
      "  tidemark monitor /dev/ttyUSB0:115200\n"
      "  tidemark monitor tcp:localhost:4321 --plain --for 10m\n"
      "  tidemark monitor udp:5555 --record night.cap\n"
      "  tidemark monitor mqtt://localhost/tidemark/# --for 8h\n"
      "  tidemark monitor --period 1s --exit-on-verdict -- build/zephyr/zephyr.exe --rt-ratio=4");
  return monitor;
}

CLI::App* add_report(CLI::App& app, ReportOptions& options) {
  CLI::App* report = app.add_subcommand("report", "Write a page about a console log or a capture");
  report->add_option("FILE", options.file, "A console log or a capture; - is stdin")->required();
  report->add_option("-o,--output", options.output, "The page, one HTML file; - is stdout")
      ->capture_default_str();
  add_common(*report, options.common);
  report->footer(
      "The page opens without a network, on a wide or narrow screen, light or dark, and prints.\n"
      "Exit status: 0 the page is written, 2 it is not (bad input, nothing to show). What it says\n"
      "is judged by tidemark check.\n\n"
      "Examples:\n"
      "  tidemark report console.log\n"
      "  tidemark report night.cap -o night.html\n"
      "  tidemark report console.log --period 60s --min-stack-free 20% -o report.html");
  return report;
}

CLI::App* add_profile(CLI::App& app, ProfileOptions& options) {
  CLI::App* profile =
      app.add_subcommand("profile", "Show who holds the memory, by a device's heap profile");
  profile->add_option("FILE", options.file, "A console log or a capture; - is stdin")->required();
  profile->add_option("--elf", options.elf,
                      "The ELF file that the device runs: names functions and lines");
  profile->add_flag("--force", options.force, "Use --elf although it is of another build");
  profile->add_option("--top", options.top, "Sites that the table shows")->capture_default_str();
  profile->add_flag("--since-mark", options.since_mark,
                    "Only what was allocated since the mark on the device");
  profile->add_option("--diff", options.older, "Show what has changed since this older capture");
  profile->add_option("--older-elf", options.older_elf,
                      "The ELF file of the older capture; default: that of --elf");
  profile->add_option("--device", options.device, "The device, if there are several");
  profile->add_flag("--unreachable", options.unreachable,
                    "FILE is a core dump: list the blocks to which no pointer leads");
  profile->add_option("--earlier", options.earlier,
                      "With --unreachable: a core dump taken before; list what is in both");
  profile->add_option("--min-age", options.min_age,
                      "With --unreachable: leave out younger blocks: 10s, 5m");
  profile->add_flag("--json", options.json, "Print the profile as JSON");
  profile->add_option("--pprof", options.pprof, "Write a profile for pprof; - is stdout");
  profile->add_option("--flame", options.flame, "Write a flame graph, one HTML file; - is stdout");
  profile
      ->add_option("--timestamp-hz", options.timestamp_hz,
                   "What a log time stamp that is only a number, [00001000], counts a second")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}).description(""))
      ->capture_default_str();
  profile->footer(
      "Exit status: 0 it is shown, also if parts of it are missing, which it says; 2 there is "
      "none,\n"
      "or the ELF file is of another build. With --unreachable 0: no such block, 3: there are "
      "some.\n\n"
      "Examples:\n"
      "  tidemark profile night.cap --elf build/zephyr/zephyr.elf\n"
      "  tidemark profile night.cap --elf zephyr.elf --flame night.html --pprof night.pb.gz\n"
      "  tidemark profile after.cap --elf zephyr.elf --diff before.cap\n"
      "  tidemark profile core.log --elf zephyr.elf --unreachable");
  return profile;
}

CLI::App* add_soak(CLI::App& app, SoakOptions& options) {
  CLI::App* soak =
      app.add_subcommand("soak", "Run a hosted application for days of virtual time and judge it");
  soak->add_option("APP.exe", options.app, "An executable built with hosted Zephyr")->required();
  soak->add_option("--for", options.run_for, "Virtual time to run: 90s, 15m, 48h, 30d, 4w, 1mo, 1y")
      ->required();
  soak->add_option("--gate", options.gates,
                   "leak=on|off, or a limit below as NAME=VALUE; may be given again")
      ->allow_extra_args(false);
  add_common(*soak, options.common);
  soak->add_flag("--json", options.json, "Print the judgement as JSON");
  soak->add_option("--junit", options.junit, "Write the judgement as JUnit XML; - is stdout");
  soak->add_option("--log", options.log, "Write all that the application prints to this file");
  soak->add_option("--seed", options.seed, "The application's seed for random numbers");
  soak->add_option("--hang-timeout", options.hang_timeout,
                   "It hangs if its clock stands still for so long on yours")
      ->capture_default_str();
  soak->add_option("--fail-alloc", options.fail_alloc,
                   "Make allocations fail: nth:N, every:N, prob:P or above:BYTES, and "
                   ",heap=NAME ,thread=NAME");
  soak->add_option("--fail-alloc-sweep", options.sweep,
                   "Fail each of the first N allocations in turn, one run each");
  soak->add_option("--jobs", options.jobs, "Runs of a sweep side by side")->capture_default_str();
  soak->footer(
      "What follows -- goes to the application.\n"
      "Exit status: 0 healthy, 3 a leak, a level of warn or critical, a broken limit, a "
      "fault,\n"
      "a restart because something failed, a failed allocation, or the application died, hung or\n"
      "ended early; 2 cannot tell (bad or too little input).\n\n"
      "Examples:\n"
      "  tidemark soak build/zephyr/zephyr.exe --for 30d\n"
      "  tidemark soak zephyr.exe --for 4w --min-stack-free 20% --max-heap-percent 80 --junit "
      "s.xml\n"
      "  tidemark soak zephyr.exe --for 60s --fail-alloc-sweep 50");
  return soak;
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

/// The arguments before `--`, and those behind it.
struct Words {
  std::vector<std::string> own;
  std::vector<std::string> others;
  bool divided = false;
};

Words split(int argc, char** argv) {
  Words words;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (words.divided) {
      words.others.push_back(word);
    } else if (word == "--" && i > 1 &&
               (words.own.front() == "monitor" || words.own.front() == "soak")) {
      words.divided = true;
    } else {
      words.own.push_back(word);
    }
  }
  return words;
}

/// A first word that is no command.
std::optional<std::string> unknown_command(const CLI::App& app, const Words& words) {
  if (words.own.empty() || words.own.front().starts_with('-')) {
    return std::nullopt;
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == words.own.front()) {
      return std::nullopt;
    }
  }
  return words.own.front();
}

int run(int argc, char** argv) {
  CLI::App app("Memory monitoring for Zephyr RTOS.", "tidemark");
  app.set_version_flag("--version", std::string("tidemark ") + kVersion);
  app.require_subcommand(1);
  app.footer("tidemark COMMAND --help tells more, with examples.");
  CheckOptions check_options;
  MonitorOptions monitor_options;
  ProfileOptions profile_options;
  ReportOptions report_options;
  SoakOptions soak_options;
  const CLI::App* monitor = add_monitor(app, monitor_options);
  add_check(app, check_options);
  const CLI::App* report = add_report(app, report_options);
  const CLI::App* profile = add_profile(app, profile_options);
  const CLI::App* soak = add_soak(app, soak_options);
  const Words words = split(argc, argv);
  if (const auto word = unknown_command(app, words)) {
    return tidemark::app::fail(
        {*word, "is no command",
         "there are monitor, check, report, profile and soak; see tidemark --help"});
  }
  try {
    // CLI11 wants them last first.
    app.parse(std::vector<std::string>(words.own.rbegin(), words.own.rend()));
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
  }
  if (soak->parsed()) {
    soak_options.arguments = words.others;
    soak_options.has_sweep = soak->count("--fail-alloc-sweep") > 0;
    return tidemark::app::run_soak(soak_options);
  }
  if (profile->parsed()) {
    return tidemark::app::run_profile(profile_options, kVersion);
  }
  if (report->parsed()) {
    return tidemark::app::run_report(report_options, kVersion);
  }
  if (monitor->parsed()) {
    monitor_options.command = words.others;
    monitor_options.has_command = words.divided;
    monitor_options.has_source = monitor->count("SOURCE") > 0;
    return tidemark::app::run_monitor(monitor_options);
  }
  return tidemark::app::run_check(check_options);
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
