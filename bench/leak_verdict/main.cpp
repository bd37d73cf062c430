// SPDX-License-Identifier: Apache-2.0
// Healthy and leaking devices, simulated for 30 days each: who is accused, who is caught, when.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "bench/leak_verdict/summary.hpp"

namespace tidemark::bench {
namespace {

struct Options {
  Settings settings;
  bool list = false;
  bool ranges = false;
};

constexpr char kUsage[] =
    "usage: leak_verdict [--quick] [--runs N] [--seed N] [--jobs N] [--swing PERCENT]\n"
    "                    [--ranges] [--list]\n"
    "Simulates 16 healthy and 12 leaking families of devices and prints who is accused.\n"
    "  --quick     20 runs a family instead of 100\n"
    "  --runs N    runs a family, 1 to 100000\n"
    "  --seed N    seed of all runs (default 1)\n"
    "  --jobs N    threads, 1 to 64 (default 1); the result does not depend on it\n"
    "  --swing P   largest swing of healthy use, percent of the capacity, 6 to 40 (default 35)\n"
    "  --ranges    print what the parameters of each family are drawn from, and end\n"
    "  --list      print every run: its seed, its parameters, what each judge did\n"
    "example: leak_verdict --quick --jobs 2\n";

[[noreturn]] void fail(const std::string& what, const char* why) {
  std::fprintf(stderr, "tidemark: %s: %s; see leak_verdict --help\n", what.c_str(), why);
  std::exit(64);
}

std::uint64_t number(const char* option, const char* text, std::uint64_t least,
                     std::uint64_t most) {
  if (text == nullptr) {
    fail(option, "a number must follow");
  }
  char* end = nullptr;
  errno = 0;
  const unsigned long long value = std::strtoull(text, &end, 10);
  if (end == text || *end != '\0' || *text == '-' || errno != 0 || value < least || value > most) {
    fail(std::string(option) + " " + text, "not a number in range");
  }
  return value;
}

// Returns whether `name` is an option with a number, and takes that.
bool parse_number(const std::string& name, const char* text, Settings* settings) {
  if (name == "--seed") {
    settings->seed = number("--seed", text, 0, UINT64_MAX);
  } else if (name == "--runs") {
    settings->runs_per_family = static_cast<unsigned>(number("--runs", text, 1, 100000));
  } else if (name == "--jobs") {
    settings->jobs = static_cast<unsigned>(number("--jobs", text, 1, 64));
  } else if (name == "--swing") {
    settings->largest_swing = static_cast<double>(number("--swing", text, 6, 40)) / 100;
  } else {
    return false;
  }
  return true;
}

Options parse(char** argument) {
  Options options;
  while (*++argument != nullptr) {
    const std::string name = *argument;
    if (name == "--help" || name == "-h") {
      std::fputs(kUsage, stdout);
      std::exit(0);
    } else if (name == "--quick") {
      options.settings.runs_per_family = 20;
    } else if (name == "--list") {
      options.list = true;
    } else if (name == "--ranges") {
      options.ranges = true;
    } else if (parse_number(name, argument[1], &options.settings)) {
      ++argument;
    } else {
      fail(name, "unknown option");
    }
  }
  return options;
}

void print_ranges(double largest_swing) {
  for (const Family& family : families()) {
    Draw draw(1, largest_swing);
    family.make(draw);
    std::printf("%-26s %-8s %s\n", family.name, family.leaks ? "leaks" : "healthy",
                draw.ranges().c_str());
  }
}

void print_list(const std::vector<std::vector<Outcome>>& outcomes) {
  for (std::size_t f = 0; f < outcomes.size(); ++f) {
    for (const Outcome& outcome : outcomes[f]) {
      std::printf("%-26s seed=%016llx due_min=%.0f", families()[f].name,
                  static_cast<unsigned long long>(outcome.seed),
                  outcome.came_due ? outcome.due_minute : -1);
      for (std::size_t j = 0; j < kJudges; ++j) {
        const Finding& finding = outcome.findings[j];
        if (finding.accused_healthy) {
          std::printf(" [%s accuses healthy at %.0f]", kJudgeNames[j], finding.accused_minute);
        }
        if (finding.caught) {
          std::printf(" [%s catches at %.0f]", kJudgeNames[j], finding.caught_minute);
        }
      }
      std::printf(" %s\n", outcome.parameters.c_str());
    }
  }
  std::printf("\n");
}

void print_healthy(const std::vector<std::vector<Outcome>>& outcomes, Summary* total) {
  std::printf("Healthy device-months accused, %%\n");
  std::printf("%-26s %5s %6s %6s %7s %6s %6s %6s %6s\n", "family", "runs", "LEAK", "WATCH",
              "no (6)", "M-K", "line30", "line7", "85 %");
  for (std::size_t f = 0; f < outcomes.size(); ++f) {
    if (families()[f].leaks) {
      continue;
    }
    Summary one;
    for (const Outcome& outcome : outcomes[f]) {
      one.add(outcome);
      total->add(outcome);
    }
    std::printf("%-26s %5zu", families()[f].name, one.runs);
    for (std::size_t j = 0; j < kJudges; ++j) {
      std::printf(" %*.1f", j == kNoRule6 ? 7 : 6, 100 * one.accused[j].value());
    }
    std::printf("\n");
  }
}

void print_leak_row(const char* name, const Summary& s) {
  std::printf("%-22s %5zu %5zu", name, s.runs, s.caught[kLeak].of);
  for (std::size_t j = 0; j < kJudges; ++j) {
    std::printf(" %*.1f", j == kNoRule6 ? 7 : 6, 100 * s.caught[j].value());
  }
  std::printf("  %4.0f  %4.0f %4.0f  %5.2f %5.2f %5.2f\n",
              100 * quantile(s.headroom_used[kLeak], 0.5), 100 * quantile(s.rate_errors, 0.5),
              100 * quantile(s.rate_errors, 0.9), quantile(s.time_left_ratios, 0.1),
              quantile(s.time_left_ratios, 0.5), quantile(s.time_left_ratios, 0.9));
}

void print_leaking(const std::vector<std::vector<Outcome>>& outcomes, Summary* total) {
  std::printf(
      "\nLeaks caught before exhaustion, %% of those that came due in 30 days; of LEAK also:\n"
      "headroom used at the verdict (%%, median), rate error (%%), time left said / actual\n");
  std::printf("%-22s %5s %5s %6s %6s %7s %6s %6s %6s %6s  %4s  %4s %4s  %5s %5s %5s\n", "family",
              "runs", "due", "LEAK", "WATCH", "no (6)", "M-K", "line30", "line7", "85 %", "used",
              "p50", "p90", "p10", "p50", "p90");
  for (std::size_t f = 0; f < outcomes.size(); ++f) {
    if (!families()[f].leaks) {
      continue;
    }
    Summary one;
    for (const Outcome& outcome : outcomes[f]) {
      one.add(outcome);
      total->add(outcome);
    }
    print_leak_row(families()[f].name, one);
  }
  print_leak_row("all", *total);
}

void print_totals(const Summary& healthy, const Summary& leaking) {
  std::printf("\n%-20s %27s %27s %10s %15s\n", "in total", "healthy accused (95 %)",
              "leaks caught (95 %)", "used, med.", "before onset");
  for (std::size_t j = 0; j < kJudges; ++j) {
    const Share& accused = healthy.accused[j];
    const Share& caught = leaking.caught[j];
    std::printf("%-20s %8.2f %% (%5.2f to %5.2f) %8.2f %% (%5.2f to %5.2f) %8.0f %% %13.2f %%\n",
                kJudgeNames[j], 100 * accused.value(), 100 * accused.low(), 100 * accused.high(),
                100 * caught.value(), 100 * caught.low(), 100 * caught.high(),
                100 * quantile(leaking.headroom_used[j], 0.5), 100 * leaking.accused[j].value());
  }
  std::printf("true rate inside LEAK's interval: %.1f %%\n",
              100 * leaking.rate_in_interval.value());
}

int run(const Options& options) {
  const Settings& settings = options.settings;
  if (options.ranges) {
    print_ranges(settings.largest_swing);
    return 0;
  }
  std::printf(
      "leak_verdict: seed %llu, %u runs a family, largest swing %.0f %%; 30 days, a sample a "
      "minute, blocks of 4 min\n\n",
      static_cast<unsigned long long>(settings.seed), settings.runs_per_family,
      100 * settings.largest_swing);
  const auto outcomes = simulate_all(settings);
  if (options.list) {
    print_list(outcomes);
  }
  Summary healthy;
  Summary leaking;
  print_healthy(outcomes, &healthy);
  print_leaking(outcomes, &leaking);
  print_totals(healthy, leaking);
  return 0;
}

}  // namespace
}  // namespace tidemark::bench

int main(int, char** argv) {
  return tidemark::bench::run(tidemark::bench::parse(argv));
}
